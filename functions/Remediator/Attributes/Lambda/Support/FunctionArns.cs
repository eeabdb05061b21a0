using Remediator.Findings;
using Remediator.Planning;

namespace Remediator.Attributes;

/// <summary>ARN templates of Lambda functions and their event source mappings.</summary>
internal static class FunctionArns
{
    public const string Function = "arn:{partition}:lambda:{region}:{account}:function:{functionName}";

    public const string Mapping = "arn:{partition}:lambda:{region}:{account}:event-source-mapping:*";

    /// <summary>Mappings have ids of their own: the condition holds them to the function, or to one of its versions and aliases.</summary>
    public const string OfFunction = "{\"ArnLike\":{\"lambda:FunctionArn\":[\"" + Function + "\",\"" + Function + ":*\"]}}";

    public static Target TargetOf(string function) => new(ResourceKinds.Function, function);
}
