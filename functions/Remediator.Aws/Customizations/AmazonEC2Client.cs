using Amazon.Runtime.Internal;

namespace Amazon.EC2;

/// <summary>EC2 has a throttling error of its own that Core's retries don't know; the official client adds it too.</summary>
public partial class AmazonEC2Client
{
    protected override void CustomizeRuntimePipeline(RuntimePipeline pipeline)
    {
        base.CustomizeRuntimePipeline(pipeline);
        foreach (var retries in pipeline.Handlers.OfType<RetryHandler>())
            retries.RetryPolicy.ThrottlingErrorCodes.Add("EC2ThrottledException");
    }
}
