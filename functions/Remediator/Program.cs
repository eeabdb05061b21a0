using Amazon.Runtime;
using Amazon.Runtime.Credentials;
using Remediator.Handlers;
using Remediator.Lambda;

var time = TimeProvider.System;
var bootstrap = LambdaBootstrap.ForThisProcess(time, id => SDKTaskContext.Default.Set(LambdaSettings.TraceIdVariable, id));
FunctionHost? host = null;
LambdaHandler? handler = null;
try
{
    return await bootstrap.RunAsync(
        _ =>
        {
            host = new FunctionHost(FunctionSettings.Read(LambdaHost.ThisProcess.ReadVariable), DefaultAWSCredentialsIdentityResolver.GetCredentials(), time);
            handler = host.Create();
            return Task.CompletedTask;
        },
        (payload, context, cancel) => handler!(payload, context, cancel));
}
finally
{
    host?.Dispose();
}
