using System.Collections.Frozen;
using System.Reflection;
using System.Text;
using Remediator.Cli.Sandbox.Http;

namespace Remediator.Cli.Sandbox.Wire;

/// <summary>Every operation that the sandbox knows, found by the attributes on the services' classes.</summary>
internal static class OperationTable
{
    private static readonly Operation[] All =
    [
        .. from type in typeof(OperationTable).Assembly.GetTypes()
           let service = type.GetCustomAttribute<ServiceAttribute>()
           where service is not null
           from method in type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
           where method.ReturnType == typeof(Answer)
           select new Operation(service, method),
    ];

    private static readonly FrozenDictionary<(string Service, string Name), Operation> Named =
        All.Where(o => o.Route is null).ToFrozenDictionary(o => (o.Service.Name, o.Name));

    private static readonly FrozenDictionary<(Protocol Protocol, string Method, string Path, string? Query), Operation> Routed =
        All.Where(o => o.Route is not null && o.Service.Protocol is not (Protocol.RestJson or Protocol.Kubernetes)).ToFrozenDictionary(o => (o.Service.Protocol, o.Route!.Method, o.Route.Path, o.Route.Query));

    private static readonly Operation[] Templates = [.. All.Where(o => o.Service.Protocol is Protocol.RestJson or Protocol.Kubernetes)];

    /// <summary>The IAM actions of the operations.</summary>
    public static IEnumerable<string> Actions => All.SelectMany(o => o.Actions);

    /// <summary>The protocol of a service, by the signature's service name and, for S3Control, the path.</summary>
    public static Protocol? ProtocolOf(string service, string path) => service switch
    {
        "s3" => path.StartsWith("/v20180820/", StringComparison.Ordinal) ? Protocol.S3Control : Protocol.S3,
        _ => All.FirstOrDefault(o => o.Service.Name == service)?.Service.Protocol,
    };

    /// <summary>The operation that a request asks for, with its parameters; null when the sandbox has none such.</summary>
    public static (Operation? Operation, string Name, Parameters Parameters) Find(string service, Protocol protocol, HttpRequest request)
    {
        switch (protocol)
        {
            case Protocol.Ec2 or Protocol.Query:
                var parameters = Parameters.ParseForm(Encoding.UTF8.GetString(request.Body));
                var action = parameters["Action"] ?? "";
                return (Named.GetValueOrDefault((service, action)), action, parameters);
            case Protocol.Json:
                var target = request.Header("X-Amz-Target") ?? "";
                var name = target[(target.LastIndexOf('.') + 1)..];
                return (Named.GetValueOrDefault((service, name)), name, new Parameters(JsonParameters.Flatten(request.Body)));
            case Protocol.RestJson or Protocol.Kubernetes:
                var found = Templates.Where(o => o.Service.Name == service && o.Route!.Method == request.Method)
                    .Select(o => (Operation: o, Values: RestTemplate.Match(o.Route!.Path, request.Path)))
                    .FirstOrDefault(o => o.Values is not null);
                return (found.Operation, $"{request.Method} {request.Path}", RestTemplate.Parameters(found.Values, request));
            default:
                var (path, values) = RestPath.Parse(protocol, request);
                var operation = values.Keys.Select(k => Routed.GetValueOrDefault((protocol, request.Method, path, k))).FirstOrDefault(o => o is not null)
                    ?? Routed.GetValueOrDefault((protocol, request.Method, path, null));
                return (operation, $"{request.Method} {path}", new Parameters(values));
        }
    }
}
