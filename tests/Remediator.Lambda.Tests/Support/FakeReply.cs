namespace Remediator.Lambda.Tests.Support;

/// <summary>What the fake Runtime API sends back, and where it breaks off.</summary>
internal sealed record FakeReply(int Status, string Body = "{}", Break Break = Break.None, params (string Name, string Value)[] Headers);

/// <summary>Where a connection dies.</summary>
internal enum Break
{
    None,
    BeforeTheAnswer,
    InTheHeaders,
    InTheBody,
}
