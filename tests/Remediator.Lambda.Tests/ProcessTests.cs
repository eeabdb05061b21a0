using System.Buffers.Binary;
using System.Text;
using Remediator.Lambda.Tests.Support;

namespace Remediator.Lambda.Tests;

public sealed class ProcessTests
{
    [Fact]
    public async Task Real_SIGTERM_flushes_and_exits_zero()
    {
        using var api = new FakeRuntimeApi();
        using var function = new FunctionProcess(api);
        api.Invoke(new FakeInvocation("1", "\"trace\""));
        Assert.Equal("Root=1-1;Sampled=1", (await api.ReceivedAsync("POST invocation/1/response")).Text);

        function.Terminate();

        var (exitCode, output) = await function.EndAsync();
        Assert.Equal(0, exitCode);
        Assert.Contains("\t1\tINFO\thandling\n", output, StringComparison.Ordinal);
        Assert.EndsWith("\t\tINFO\tflushed\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task HTTP_PROXY_does_not_catch_the_Runtime_API()
    {
        using var api = new FakeRuntimeApi();
        const string Nowhere = "http://127.0.0.1:1";
        using var function = new FunctionProcess(api, "", ("HTTP_PROXY", Nowhere), ("http_proxy", Nowhere), ("ALL_PROXY", Nowhere));
        api.Invoke(new FakeInvocation("1", "\"trace\""));

        await api.ReceivedAsync("POST invocation/1/response");
    }

    [Fact]
    public async Task Heap_limit_is_the_functions_memory_size()
    {
        using var api = new FakeRuntimeApi();
        using var function = new FunctionProcess(api, "", ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "200"));
        api.Invoke(new FakeInvocation("1", "\"heap\""));
        api.Invoke(new FakeInvocation("2", "\"memory\""));

        Assert.Equal($"{200 * 1024 * 1024}", (await api.ReceivedAsync("POST invocation/1/response")).Text);
        Assert.Equal("200", (await api.ReceivedAsync("POST invocation/2/response")).Text);
    }

    [Fact]
    public async Task Heap_limit_that_is_lower_already_is_kept()
    {
        using var api = new FakeRuntimeApi();
        using var function = new FunctionProcess(api, "", ("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "200"), ("DOTNET_GCHeapHardLimit", "0x6400000"));
        api.Invoke(new FakeInvocation("1", "\"heap\""));

        Assert.Equal($"{100 * 1024 * 1024}", (await api.ReceivedAsync("POST invocation/1/response")).Text);
    }

    [Fact]
    public async Task Telemetry_descriptor_takes_the_log_and_is_hidden_from_children()
    {
        var file = Path.GetTempFileName();
        try
        {
            using var api = new FakeRuntimeApi();
            using var function = new FunctionProcess(api, $"3>'{file}'", ("_LAMBDA_TELEMETRY_LOG_FD", "3"));
            api.Invoke(new FakeInvocation("1", "\"descriptor\""));
            Assert.Equal("gone", (await api.ReceivedAsync("POST invocation/1/response")).Text);
            function.Terminate();

            Assert.Equal((0, ""), await function.EndAsync());
            var bytes = await File.ReadAllBytesAsync(file);
            Assert.Equal(0xa55a0003, BinaryPrimitives.ReadUInt32BigEndian(bytes));
            var text = Encoding.UTF8.GetString(bytes, 16, BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(4)));
            Assert.EndsWith("\t1\tINFO\thandling", text, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task Failed_initialization_ends_the_process_with_exit_code_1()
    {
        using var api = new FakeRuntimeApi();
        using var function = new FunctionProcess(api, "", ("SAMPLE_INIT", "fails"));

        var report = await api.ReceivedAsync("POST init/error");
        var (exitCode, output) = await function.EndAsync();

        Assert.Equal(1, exitCode);
        Assert.Equal("told to fail", report.Json.GetProperty("errorMessage").GetString());
        Assert.Contains("Initialization failed", output, StringComparison.Ordinal);
    }
}
