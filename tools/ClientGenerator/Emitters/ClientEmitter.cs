using Remediator.Tools.ClientGenerator.CSharp;
using Remediator.Tools.ClientGenerator.Services;

namespace Remediator.Tools.ClientGenerator.Emitters;

/// <summary>The interface, the client, and the bases of its requests and exceptions.</summary>
internal sealed class ClientEmitter(Service service, SourceWriter source)
{
    public void Emit()
    {
        EmitInterface();
        source.Line();
        EmitClient();
        source.Line();
        source.Line($"public partial class {service.RequestBaseName} : AmazonWebServiceRequest {{ }}");
        source.Line();
        EmitException();
    }

    private void EmitInterface()
    {
        source.Open($"public partial interface {service.InterfaceName} : IAmazonService, IDisposable");
        foreach (var operation in service.Operations)
            source.Line($"{Signature(operation.Name)};");
        source.Line($"static ClientConfig IAmazonService.CreateDefaultClientConfig() => new {service.ConfigName}();");
        source.Line($"static IAmazonService IAmazonService.CreateDefaultServiceClient(AWSCredentials awsCredentials, ClientConfig clientConfig) => new {service.ClientName}(awsCredentials, ({service.ConfigName})clientConfig);");
        source.Close();
    }

    private void EmitClient()
    {
        source.Open($"public partial class {service.ClientName} : GeneratedServiceClient, {service.InterfaceName}");
        EmitConstructors();
        var send = service.AnswersInXml ? "SendXmlAsync" : "SendJsonAsync";
        foreach (var operation in service.Operations)
        {
            source.Line();
            source.Line($"public virtual {Signature(operation.Name)} =>");
            source.Line($"    {send}<{operation.Name}Response>(request, Requests.{operation.Name}, Responses.{operation.Name}, Responses.Exception, cancellationToken);");
        }

        source.Close();
    }

    private void EmitConstructors()
    {
        var (client, config) = (service.ClientName, service.ConfigName);
        source.Line($"public {client}() : base(new {config}()) {{ }}");
        source.Line($"public {client}(RegionEndpoint region) : base(new {config} {{ RegionEndpoint = region }}) {{ }}");
        source.Line($"public {client}({config} config) : base(config) {{ }}");
        source.Line($"public {client}(AWSCredentials credentials) : base(credentials, new {config}()) {{ }}");
        source.Line($"public {client}(AWSCredentials credentials, RegionEndpoint region) : base(credentials, new {config} {{ RegionEndpoint = region }}) {{ }}");
        source.Line($"public {client}(AWSCredentials credentials, {config} clientConfig) : base(credentials, clientConfig) {{ }}");
    }

    private void EmitException()
    {
        source.Open($"public partial class {service.ExceptionName} : AmazonServiceException");
        ExceptionConstructors.Emit(source, service.ExceptionName);
        source.Close();
    }

    private static string Signature(string operation) =>
        $"Task<{operation}Response> {operation}Async({operation}Request request, CancellationToken cancellationToken = default)";
}
