using Remediator.Cli.Sandbox.State;

namespace Remediator.Cli.Sandbox;

public sealed partial class SandboxAccount
{
    /// <summary>A trail, stopped unless told otherwise; one of another home Region is there as a shadow.</summary>
    public AuditTrail AddTrail(string name, bool isLogging = false, Tags? tags = null, string? home = null, string? region = null)
    {
        var here = Here(region);
        var at = home ?? here.Name;
        return here.Trails[name] = new AuditTrail { Name = name, Arn = World.Arn("cloudtrail", at, Id, $"trail/{name}"), HomeRegion = at, IsLogging = isLogging, Tags = tags ?? [] };
    }

    /// <summary>A GuardDuty detector, suspended unless told otherwise.</summary>
    public ThreatDetector AddDetector(bool isEnabled = false, Tags? tags = null, string? id = null, string? region = null)
    {
        var detector = new ThreatDetector { Id = id ?? _world.Next("detector").ToString("x32", System.Globalization.CultureInfo.InvariantCulture), IsEnabled = isEnabled, Tags = tags ?? [] };
        return Here(region).Detectors[detector.Id] = detector;
    }

    /// <summary>A recorder of AWS Config, stopped unless told otherwise.</summary>
    public ConfigRecorder AddConfigRecorder(string name = "default", bool isRecording = false, string? service = null, Tags? tags = null, string? region = null)
    {
        var here = Here(region);
        return here.ConfigRecorders[name] = new ConfigRecorder
        {
            Name = name,
            Arn = World.Arn("config", here.Name, Id, $"configuration-recorder/{name}/sandbox"),
            IsRecording = isRecording,
            ServicePrincipal = service,
            Tags = tags ?? [],
        };
    }
}
