using System.Reflection;
using Amazon.Runtime;
using Remediator.Tools.ClientGenerator.Models;
using Remediator.Tools.ClientGenerator.Services;

namespace Remediator.Aws.Tests.ProtocolTests;

/// <summary>The client that was generated from a suite, driven by the suite's own names.</summary>
internal sealed class ProtocolClient
{
    private static readonly Dictionary<string, Service> Services = Manifest
        .Load(TestFiles.Path("operations.json")).Services
        .Where(manifest => ProtocolSuite.Is(manifest.Model))
        .ToDictionary(
            manifest => manifest.Model["suite:".Length..],
            manifest => new Service(manifest, ProtocolSuite.Load(TestFiles.Project, manifest.Model)));

    private readonly ProtocolCase _case;
    private readonly Service _service;
    private readonly Operation _operation;

    public ProtocolClient(ProtocolCase testCase)
    {
        _case = testCase;
        _service = Services[testCase.Suite];
        _operation = _service.Operations.Single(operation => operation.Name == testCase.OperationName);
        Values = new ModelValues(_service);
    }

    public ModelValues Values { get; }

    public Operation Operation => _operation;

    /// <summary>Calls the operation through the whole pipeline, with the network replaced.</summary>
    public async Task<AmazonWebServiceResponse> CallAsync(object request, RecordingHttp http)
    {
        var config = (ClientConfig)Activator.CreateInstance(Type(_service.ConfigName))!;
        config.ServiceURL = _case.ClientEndpoint;
        config.AuthenticationRegion = "us-east-1";
        config.MaxErrorRetry = 0;
        config.HttpClientFactory = http;
        using var client = (AmazonServiceClient)Activator.CreateInstance(Type(_service.ClientName), new BasicAWSCredentials("key", "secret"), config)!;
        var method = client.GetType().GetMethod(_operation.Name + "Async")!;
        var call = (Task)method.Invoke(client, BindingFlags.DoNotWrapExceptions, null, [request, CancellationToken.None], null)!;
        await call;
        return (AmazonWebServiceResponse)call.GetType().GetProperty("Result")!.GetValue(call)!;
    }

    public object NewRequest() => Activator.CreateInstance(Type("Model." + _operation.Name + "Request"))!;

    public Shape Error(string code) => _service.Errors.Single(error => error.Name == code || error.ErrorCode == code);

    private Type Type(string name) => typeof(ProtocolClient).Assembly.GetType(_service.Namespace + "." + name, throwOnError: true)!;
}
