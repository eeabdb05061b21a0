using System.Net;
using System.Text;
using Amazon.EC2;
using Amazon.Runtime;
using Remediator.Aws.Tests.ProtocolTests;

namespace Remediator.Aws.Tests.Runtime;

/// <summary>Answers are UTF-8 with AWS's declaration or none, and are read in any other form that XML allows as well.</summary>
public sealed class XmlEncodingTests
{
    private const string Answer = "<DescribeVpcsResponse><vpcSet><item><vpcId>vpc-ü</vpcId></item></vpcSet></DescribeVpcsResponse>";

    public static TheoryData<string, byte[]> Forms => new()
    {
        { "AWS's declaration", Encoding.UTF8.GetBytes("""<?xml version="1.0" encoding="UTF-8"?>""" + "\n" + Answer) },
        { "no declaration", Encoding.UTF8.GetBytes(Answer) },
        { "a declaration in other words", Encoding.UTF8.GetBytes("<?xml version='1.0' encoding='utf-8' standalone='yes'?>" + Answer) },
        { "another encoding", Encoding.Latin1.GetBytes("""<?xml version="1.0" encoding="ISO-8859-1"?>""" + Answer) },
        { "a byte order mark", [.. Encoding.UTF8.Preamble, .. Encoding.UTF8.GetBytes(Answer)] },
        { "UTF-16", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Answer)] },
        { "UTF-16 without a mark", Encoding.Unicode.GetBytes("""<?xml version="1.0" encoding="UTF-16"?>""" + Answer) },
    };

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task Is_read_in_the_encoding_that_it_has(string form, byte[] body)
    {
        using var ec2 = Answering(body);

        var answer = await ec2.DescribeVpcsAsync(new());

        Assert.True(answer.Vpcs is [{ VpcId: "vpc-ü" }], form);
    }

    [Theory]
    [InlineData("""<?xml version="1.0" encoding="UTF-8"?>""")]
    [InlineData("")]
    public async Task Bytes_that_are_no_UTF8_are_an_error_and_no_other_text(string declaration)
    {
        using var ec2 = Answering([.. Encoding.UTF8.GetBytes(declaration), .. Encoding.Latin1.GetBytes(Answer)]);

        await Assert.ThrowsAnyAsync<Exception>(() => ec2.DescribeVpcsAsync(new()));
    }

    private static AmazonEC2Client Answering(byte[] body) => new(new BasicAWSCredentials("key", "secret"), new AmazonEC2Config
    {
        ServiceURL = "http://localhost:1",
        AuthenticationRegion = "eu-west-1",
        MaxErrorRetry = 0,
        HttpClientFactory = new RecordingHttp(() => new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(body) }),
    });
}
