using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Remediator.Execution.Ledgers;

/// <summary>JSON files that are replaced as a whole, in a folder of which one writer at a time has the lock.</summary>
internal sealed class LedgerFolder(string path, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Waits for the other writers of this process, then for those of other processes.</summary>
    /// <exception cref="TimeoutException">Another process holds the folder for too long.</exception>
    public async Task<IDisposable> LockAsync(CancellationToken cancel)
    {
        await _turn.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            Create();
            for (var waited = TimeSpan.Zero; ; waited += Pause)
            {
                if (TryOpen() is { } file)
                {
                    return new Turn(_turn, file);
                }

                if (waited >= Patience)
                {
                    throw new TimeoutException($"Another process holds {LockFile} for more than {Patience.TotalSeconds:0} s; end it, and try again.");
                }

                await Task.Delay(Pause, time, cancel).ConfigureAwait(false);
            }
        }
        catch
        {
            _turn.Release();
            throw;
        }
    }

    /// <exception cref="InvalidDataException">The file is not what this ledger writes.</exception>
    public async Task<T?> ReadAsync<T>(string name, JsonTypeInfo<T> type, CancellationToken cancel)
        where T : class
    {
        var file = Path.Combine(path, name);
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            return await JsonSerializer.DeserializeAsync(stream, type, cancel).ConfigureAwait(false);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{file} is not a file of this ledger: {e.Message} Move it away, and try again.", e);
        }
    }

    public async Task<IReadOnlyList<T>> ReadAllAsync<T>(string pattern, JsonTypeInfo<T> type, CancellationToken cancel)
        where T : class
    {
        var all = new List<T>();
        foreach (var file in Directory.Exists(path) ? Directory.EnumerateFiles(path, pattern) : [])
        {
            if (await ReadAsync(Path.GetFileName(file), type, cancel).ConfigureAwait(false) is { } one)
            {
                all.Add(one);
            }
        }

        return all;
    }

    /// <summary>On the disk before it takes the place of the old one.</summary>
    public async Task WriteAsync<T>(string name, T value, JsonTypeInfo<T> type, CancellationToken cancel)
    {
        var unfinished = Path.Combine(path, $".{name}.new");
        await using (var stream = new FileStream(unfinished, Private(FileMode.Create)))
        {
            await JsonSerializer.SerializeAsync(stream, value, type, cancel).ConfigureAwait(false);
            stream.Flush(flushToDisk: true);
        }

        File.Move(unfinished, Path.Combine(path, name), overwrite: true);
    }

    public void Dispose() => _turn.Dispose();

    private string LockFile => Path.Combine(path, ".lock");

    private void Create()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private FileStream? TryOpen()
    {
        try
        {
            return new FileStream(LockFile, Private(FileMode.OpenOrCreate));
        }
        catch (IOException) when (File.Exists(LockFile))
        {
            return null;
        }
    }

    private static FileStreamOptions Private(FileMode mode)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = FileShare.None, Options = FileOptions.Asynchronous };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return options;
    }

    private sealed class Turn(SemaphoreSlim turn, FileStream file) : IDisposable
    {
        public void Dispose()
        {
            file.Dispose();
            turn.Release();
        }
    }
}
