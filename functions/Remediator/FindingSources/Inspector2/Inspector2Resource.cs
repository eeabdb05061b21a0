using System.Text.Json;
using Remediator.Findings;
using Remediator.FindingSources.Json;

namespace Remediator.FindingSources.Inspector2;

/// <summary>Reads one vulnerable resource; its details only are those of its own type.</summary>
internal static class Inspector2Resource
{
    public static ResourceRef? Read(JsonElement resource, FindingScope scope)
    {
        if (resource.Identifier("id") is not { } id || resource.Identifier("type") is not { } type)
            return null;
        var details = resource.Field("details");
        var arn = Arn.TryParse(id) is null ? null : id;
        ResourceRef read = type switch
        {
            "AWS_EC2_INSTANCE" => new(ResourceKinds.Instance, id, $"arn:{scope.Partition}:ec2:{scope.Region}:{scope.Account}:instance/{id}")
            {
                Details = DetailBag.Of((ResourceDetails.InstanceProfileArn, details.Field("awsEc2Instance").Identifier("iamInstanceProfileArn"))),
            },
            "AWS_LAMBDA_FUNCTION" => Function(id, details.Field("awsLambdaFunction")),
            "AWS_ECR_CONTAINER_IMAGE" => Image(id, details.Field("awsEcrContainerImage")),
            "AWS_ECR_REPOSITORY" => new(ResourceKinds.EcrRepository, RepositoryName(id) ?? id, arn),
            _ => new(type, id, arn),
        };
        return read with { Tags = resource.Field("tags").Tags() };
    }

    private static ResourceRef Function(string id, JsonElement details) =>
        new(ResourceKinds.Function, FunctionArn.NameOf(id) ?? id, Arn.TryParse(id) is null ? null : id)
        {
            Details = DetailBag.Of((ResourceDetails.Version, details.Identifier("version"))),
        };

    /// <summary>An image has no id of its own in ECR's API: the ARN is kept, repository and digest are beside it.</summary>
    private static ResourceRef Image(string id, JsonElement details) =>
        new(ResourceKinds.ContainerImage, id, Arn.TryParse(id) is null ? null : id)
        {
            Details = DetailBag.Of(
                (ResourceDetails.Repository, details.Identifier("repositoryName") ?? RepositoryName(id)),
                (ResourceDetails.Version, details.Identifier("imageHash"))),
        };

    /// <summary>The name with its slashes: <c>team/shop</c> of <c>repository/team/shop</c> or <c>repository/team/shop/sha256:...</c>.</summary>
    private static string? RepositoryName(string arn)
    {
        const string prefix = "repository/";
        if (Arn.TryParse(arn)?.Resource is not { } resource || !resource.StartsWith(prefix, StringComparison.Ordinal))
            return null;
        var digest = resource.IndexOf("/sha256:", StringComparison.Ordinal);
        var name = digest < 0 ? resource[prefix.Length..] : resource[prefix.Length..Math.Max(digest, prefix.Length)];
        return name.Length == 0 ? null : name;
    }
}
