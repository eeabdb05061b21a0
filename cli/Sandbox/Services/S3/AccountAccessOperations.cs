using System.Xml.Linq;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services.S3;

/// <summary>The account's own public access block, on S3's control plane.</summary>
[Service("s3", Protocol.S3Control)]
internal static class AccountAccessOperations
{
    [Route("GET", "/configuration/publicAccessBlock")]
    [Checks("*", Action = "s3:GetAccountPublicAccessBlock")]
    public static Answer GetPublicAccessBlock(Call call)
    {
        OwnAccount(call);
        return call.Account.PublicAccessBlock is { } block
            ? Answer.Xml(new XElement("PublicAccessBlockConfiguration", PublicAccessXml.Write(block)))
            : throw new AwsError("NoSuchPublicAccessBlockConfiguration", "The public access block configuration was not found", 404);
    }

    [Route("PUT", "/configuration/publicAccessBlock")]
    [Checks("*", Action = "s3:PutAccountPublicAccessBlock")]
    public static Answer PutPublicAccessBlock(Call call)
    {
        OwnAccount(call);
        call.Account.PublicAccessBlock = PublicAccessXml.Read(S3Lookup.Body(call));
        return Answer.Raw([], 201);
    }

    [Route("DELETE", "/configuration/publicAccessBlock")]
    [Checks("*", Action = "s3:PutAccountPublicAccessBlock")]
    public static Answer DeletePublicAccessBlock(Call call)
    {
        OwnAccount(call);
        call.Account.PublicAccessBlock = null;
        return S3Lookup.NoContent;
    }

    private static void OwnAccount(Call call)
    {
        if (call.Http.Header("x-amz-account-id") != call.Account.Id)
        {
            throw new AwsError("AccessDenied", "Access Denied", 403);
        }
    }
}
