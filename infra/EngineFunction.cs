using Amazon.CDK;
using Amazon.CDK.AWS.CloudWatch;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.KMS;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.Logs;
using Constructs;

namespace Remediator.Infra;

/// <summary>One Lambda function of the engine: its role, its log, its alarms. All run the same code; the environment chooses.</summary>
internal sealed class EngineFunction : Construct
{
    /// <summary>One finding, with all its reads and read-backs.</summary>
    public static readonly Duration Timeout = Duration.Seconds(60);

    /// <param name="concurrency">Reserved for it, and its limit; 0 for a share of the account's.</param>
    public EngineFunction(Construct scope, string id, string kind, DeploymentSettings settings, Code code, Dictionary<string, string> environment, Alarms alarms, Duration? timeout = null, int concurrency = 0)
        : base(scope, id)
    {
        Log = new LogGroup(this, "Log", new LogGroupProps
        {
            Retention = LogRetention.Of(settings.LogRetentionDays),
            EncryptionKey = settings.LogKey is { } key ? Key.FromKeyArn(this, "LogKey", key) : null,
        });
        Role = new Role(this, "Role", new RoleProps { AssumedBy = new ServicePrincipal("lambda.amazonaws.com"), Description = $"Remediator: {id}" });
        OwnParts.Protect(Role);
        Allow([$"{Log.LogGroupArn}"], "logs:CreateLogStream", "logs:PutLogEvents");
        Function = new Function(this, "Function", new FunctionProps
        {
            Description = $"Remediator: {id}",
            Runtime = new Runtime("dotnet10", RuntimeFamily.DOTNET_CORE),
            Architecture = settings.Architecture == FunctionArchitecture.Arm64 ? Architecture.ARM_64 : Architecture.X86_64,
            Handler = "Remediator",
            Code = code,
            Role = Role,
            MemorySize = settings.MemoryMegabytes,
            Timeout = timeout ?? Timeout,
            ReservedConcurrentExecutions = concurrency > 0 ? concurrency : null,
            LogGroup = Log,
            LoggingFormat = LoggingFormat.JSON,
            Tracing = settings.Tracing ? Tracing.ACTIVE : Tracing.DISABLED,
            Environment = new Dictionary<string, string>(environment) { ["REMEDIATOR_FUNCTION"] = kind },
        });
        OwnParts.Protect(Function);
        var everyFiveMinutes = new MetricOptions { Statistic = "Sum", Period = Duration.Minutes(5) };
        alarms.Above(this, "Errors", 0, $"Remediator's {id} function failed; its log says why. What it was given is tried again.", Function.MetricErrors(everyFiveMinutes));
        alarms.Above(this, "Throttles", 0, $"Lambda throttled Remediator's {id} function: {(concurrency > 0 ? $"all of its {concurrency} concurrent executions are taken" : "the account's concurrency is used up")}.", Function.MetricThrottles(everyFiveMinutes));
    }

    public Function Function { get; }

    public Role Role { get; }

    public LogGroup Log { get; }

    public void Allow(string[] resources, params string[] actions) =>
        Role.AddToPrincipalPolicy(new PolicyStatement(new PolicyStatementProps { Actions = actions, Resources = resources }));
}
