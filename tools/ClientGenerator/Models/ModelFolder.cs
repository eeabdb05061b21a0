using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Remediator.Tools.ClientGenerator.Models;

/// <summary>The folder that holds AWS's service models: botocore's data folder.</summary>
public sealed partial class ModelFolder(string path)
{
    private const string HowToGet = "Install it with `pip install botocore`, or give its data folder with --models.";

    /// <summary>The version of the botocore that the folder belongs to.</summary>
    public string Version
    {
        get
        {
            var source = Path.Combine(path, "..", "__init__.py");
            var version = File.Exists(source) ? VersionLine().Match(File.ReadAllText(source)) : Match.Empty;
            return version.Success ? version.Groups[1].Value : "an unknown version";
        }
    }

    /// <summary>The newest version of a service's model.</summary>
    public ServiceModel Load(string service)
    {
        var folder = Path.Combine(path, service);
        if (!Directory.Exists(folder))
            throw new GeneratorException($"No models of the service {service} in {path}. {HowToGet}");
        var version = Directory.GetDirectories(folder).Max(StringComparer.Ordinal)!;
        using var file = File.OpenRead(Path.Combine(version, "service-2.json.gz"));
        using var json = new GZipStream(file, CompressionMode.Decompress);
        return new ServiceModel(JsonDocument.Parse(json).RootElement);
    }

    /// <summary>Asks the installed Python where botocore keeps its models.</summary>
    public static ModelFolder OfInstalledBotocore()
    {
        var start = new ProcessStartInfo("python3") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("import botocore, os; print(os.path.join(os.path.dirname(botocore.__file__), 'data'))");
        try
        {
            using var python = Process.Start(start)!;
            var answer = python.StandardOutput.ReadToEnd().Trim();
            python.WaitForExit();
            return Directory.Exists(answer)
                ? new ModelFolder(answer)
                : throw new GeneratorException($"python3 has no botocore, whose data folder holds AWS's service models. {HowToGet}");
        }
        catch (System.ComponentModel.Win32Exception)
        {
            throw new GeneratorException($"python3 was not found; it is asked where botocore keeps AWS's service models. {HowToGet}");
        }
    }

    [GeneratedRegex("^__version__ = ['\"]([^'\"]+)", RegexOptions.Multiline)]
    private static partial Regex VersionLine();
}
