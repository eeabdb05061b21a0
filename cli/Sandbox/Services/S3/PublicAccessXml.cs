using System.Xml.Linq;
using Remediator.Cli.Sandbox.State;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services.S3;

/// <summary>The four flags as a document; a put replaces all four, one left out is false.</summary>
internal static class PublicAccessXml
{
    public static XElement[] Write(PublicAccessBlock block) =>
    [
        new("BlockPublicAcls", block.BlockPublicAcls),
        new("IgnorePublicAcls", block.IgnorePublicAcls),
        new("BlockPublicPolicy", block.BlockPublicPolicy),
        new("RestrictPublicBuckets", block.RestrictPublicBuckets),
    ];

    public static PublicAccessBlock Read(XElement root)
    {
        return root.Name.LocalName == "PublicAccessBlockConfiguration"
            ? new PublicAccessBlock(Flag("BlockPublicAcls"), Flag("IgnorePublicAcls"), Flag("BlockPublicPolicy"), Flag("RestrictPublicBuckets"))
            : throw new AwsError("MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema");

        bool Flag(string name) => root.Elements().FirstOrDefault(e => e.Name.LocalName == name) is { } flag && flag.Value.Equals("true", StringComparison.OrdinalIgnoreCase);
    }
}
