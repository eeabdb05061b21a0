using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Remediator.Handlers;
using Remediator.Lambda;

var time = TimeProvider.System;

// On another core, while this one gets the loop ready; what fails here fails the initialization below.
var starting = Task.Run(() =>
{
    // Lambda gives them by these variables, but for SnapStart; the default chain would look for profiles in files first.
    AWSCredentials credentials = LambdaHost.ThisProcess.ReadVariable("AWS_SESSION_TOKEN") is null
        ? DefaultAWSCredentialsIdentityResolver.GetCredentials()
        : new EnvironmentVariablesAWSCredentials();
    var host = new FunctionHost(FunctionSettings.Read(LambdaHost.ThisProcess.ReadVariable), credentials, time);
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
