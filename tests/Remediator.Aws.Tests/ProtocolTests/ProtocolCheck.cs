using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Amazon.Runtime;
using Remediator.Tools.ClientGenerator.CSharp;

namespace Remediator.Aws.Tests.ProtocolTests;

/// <summary>Runs one case and throws where the client deviates from it.</summary>
internal static class ProtocolCheck
{
    public static Task RunAsync(ProtocolCase testCase) =>
        testCase.Direction == "input" ? RequestAsync(testCase) : testCase.IsError ? ErrorAsync(testCase) : AnswerAsync(testCase);

    private static async Task RequestAsync(ProtocolCase testCase)
    {
        var client = new ProtocolClient(testCase);
        var http = RecordingHttp.Answering(HttpStatusCode.OK);
        var request = client.NewRequest();
        client.Values.Fill(request, client.Operation.Input, testCase.Definition.GetProperty("params"));
        await client.CallAsync(request, http);
        SerializedRequest.AssertEqual(testCase, http);
    }

    private static async Task AnswerAsync(ProtocolCase testCase)
    {
        var client = new ProtocolClient(testCase);
        var answer = await client.CallAsync(RequestWithLabels(client), Prepared(testCase));
        if (client.Operation.Output is { } output)
            client.Values.AssertEqual(output, testCase.Definition.GetProperty("result"), answer, "response");
    }

    private static async Task ErrorAsync(ProtocolCase testCase)
    {
        var client = new ProtocolClient(testCase);
        var fault = await Assert.ThrowsAnyAsync<AmazonServiceException>(() => client.CallAsync(RequestWithLabels(client), Prepared(testCase)));
        var code = testCase.Definition.GetProperty("errorCode").GetString()!;
        var shape = client.Error(code);
        Assert.Equal(Identifiers.OfException(shape.Name), fault.GetType().Name);
        Assert.Equal(code, fault.ErrorCode);
        if (testCase.Definition.TryGetProperty("errorMessage", out var message))
            Assert.Equal(message.GetString(), fault.Message);
        client.Values.AssertEqual(shape, testCase.Definition.GetProperty("error"), fault, "error", client.Values.ErrorProperties(shape));
    }

    private static object RequestWithLabels(ProtocolClient client)
    {
        var request = client.NewRequest();
        foreach (var label in request.GetType().GetProperties().Where(property => property.DeclaringType == request.GetType() && property.PropertyType == typeof(string)))
            label.SetValue(request, "label");
        return request;
    }

    private static RecordingHttp Prepared(ProtocolCase testCase)
    {
        var response = testCase.Definition.GetProperty("response");
        return new RecordingHttp(() =>
        {
            var content = new UnmeasuredContent(response.TryGetProperty("body", out var body) ? Encoding.UTF8.GetBytes(body.GetString()!) : []);
            var message = new HttpResponseMessage((HttpStatusCode)response.GetProperty("status_code").GetInt32()) { Content = content };
            if (response.TryGetProperty("headers", out var headers))
                foreach (var header in headers.EnumerateObject())
                    if (!message.Headers.TryAddWithoutValidation(header.Name, header.Value.GetString()))
                        content.Headers.TryAddWithoutValidation(header.Name, header.Value.GetString());
            return message;
        });
    }
}
