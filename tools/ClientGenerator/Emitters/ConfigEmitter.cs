using Remediator.Tools.ClientGenerator.CSharp;
using Remediator.Tools.ClientGenerator.Models;
using Remediator.Tools.ClientGenerator.Services;

namespace Remediator.Tools.ClientGenerator.Emitters;

/// <summary>The client's configuration: the service's identity and its endpoints.</summary>
internal sealed class ConfigEmitter(Service service, SourceWriter source)
{
    public void Emit()
    {
        var metadata = service.Model.Metadata;
        var serviceId = metadata.Text("serviceId") ?? service.FolderName;
        var prefix = metadata.Text("endpointPrefix") ?? "service";
        var signingName = metadata.Text("signingName") ?? prefix;
        source.Open($"public partial class {service.ConfigName}() : GeneratedClientConfig(Description)");
        source.Line("private static readonly ServiceDescription Description = new(");
        source.Line($"    {Literal.Of(serviceId)}, {Literal.Of(prefix)}, {Literal.Of(signingName)}, {Literal.Of(service.Model.ApiVersion)},");
        source.Line($"    new StandardEndpoints({string.Join(",", [Literal.Of(prefix), .. service.Endpoints.Select(Deviation)])}));");
        source.Close();
    }

    private static string Deviation(EndpointManifest endpoint)
    {
        var signingRegion = endpoint.SigningRegion is null ? "" : ", " + Literal.Of(endpoint.SigningRegion);
        return $"\n            new EndpointDeviation({Literal.Of(endpoint.Partition)}, {Flag(endpoint.Fips)}, {Flag(endpoint.DualStack)}, {Literal.Of(endpoint.Host)}{signingRegion})";
    }

    private static string Flag(bool value) => value ? "true" : "false";
}
