using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services.S3;

/// <summary>Marks a class of S3 operations on buckets and objects.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class S3Attribute() : ServiceAttribute("s3", Protocol.S3);
