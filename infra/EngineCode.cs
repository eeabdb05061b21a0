using Amazon.CDK;
using Amazon.CDK.AWS.Lambda;

namespace Remediator.Infra;

/// <summary>The deployment package: published by this machine's SDK, once for all functions, without Docker.</summary>
internal static class EngineCode
{
    private const string Project = "functions/Remediator";

    /// <remarks>Hashed by content, and the build is deterministic: an unchanged engine is an unchanged asset.</remarks>
    public static Code Published(DeploymentSettings settings, DeployedPlaybooks playbooks) => Code.FromAsset(Project, new Amazon.CDK.AWS.S3.Assets.AssetOptions
    {
        AssetHashType = AssetHashType.OUTPUT,
        Bundling = new BundlingOptions
        {
            // Asked for by CDK, never pulled: bundling is local or fails.
            Image = DockerImage.FromRegistry("no-image-is-used"),
            Local = new EngineBundling(Project, settings.Architecture, playbooks.Playbooks),
        },
    });
}
