using Amazon.CDK;
using Remediator.Infra;

var app = new App(new AppProps { AnalyticsReporting = false });
switch (Deployment.Read(name => app.Node.TryGetContext(name)))
{
    case Deployment.Ready(var settings, var playbooks):
        _ = new RemediatorStack(app, settings, playbooks, EngineCode.Published(settings, playbooks));
        app.Synth();
        return 0;
    case Deployment.Refused(var faults):
        Console.Error.WriteLine(string.Join("\n", faults));
        return 1;
    default:
        throw new InvalidOperationException("A deployment is ready or refused.");
}
