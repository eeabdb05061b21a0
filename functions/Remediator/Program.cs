using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Remediator.Handlers;
using Remediator.Lambda;

var time = TimeProvider.System;

// On another core, while this one gets the loop ready; what fails here fails the initialization below.
var starting = Task.Run(() =>
{
    var host = new FunctionHost(FunctionSettings.Read(LambdaHost.ThisProcess.ReadVariable), DefaultAWSCredentialsIdentityResolver.GetCredentials(), time);
    _ = host.WarmUpAsync();
    return (Host: host, Handler: host.Create());
});
var bootstrap = LambdaBootstrap.ForThisProcess(time, id => SDKTaskContext.Default.Set(LambdaSettings.TraceIdVariable, id));
LambdaHandler? handler = null;
try
{
    return await bootstrap.RunAsync(async _ => handler = (await starting).Handler, (payload, context, cancel) => handler!(payload, context, cancel));
}
finally
{
    if (starting.IsCompletedSuccessfully)
    {
        (await starting).Host.Dispose();
    }
}
