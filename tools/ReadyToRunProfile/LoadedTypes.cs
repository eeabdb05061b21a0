using System.Reflection;
using System.Runtime.Loader;

namespace Remediator.Tools.ReadyToRunProfile;

/// <summary>The types of a package and of this runtime, found by the names that the runtime gives them in its events.</summary>
internal sealed class LoadedTypes
{
    private readonly List<Assembly> _assemblies = [typeof(object).Assembly];

    public LoadedTypes(string folder)
    {
        var package = Directory.GetFiles(folder, "*.dll").Order(StringComparer.Ordinal).Select(f => AssemblyLoadContext.Default.LoadFromAssemblyPath(Path.GetFullPath(f))).ToList();
        OfPackage = [.. package.SelectMany(a => a.GetTypes())];
        _assemblies.AddRange(package);
        _assemblies.AddRange(Directory.GetFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "System.*.dll").Order(StringComparer.Ordinal).Select(f => Assembly.Load(Path.GetFileNameWithoutExtension(f))));
        Boxes = new AsyncBoxes(Instantiate);
    }

    public IReadOnlyList<Type> OfPackage { get; }

    public AsyncBoxes Boxes { get; }

    /// <summary>Null where there is no such type (any more), or it is not constructed: what isn't found is compiled when it is needed.</summary>
    public Type? Find(string name)
    {
        var rest = name.AsSpan();
        return Read(ref rest);
    }

    /// <summary>Empty where one of them is not found.</summary>
    /// <param name="list">Names, as <c>[A,B]</c>.</param>
    public IReadOnlyList<Type> FindAll(string list)
    {
        var rest = list.AsSpan();
        var found = new List<Type?>();
        while (rest is ['[' or ',', ..])
        {
            rest = rest[1..];
            found.Add(Read(ref rest));
        }

        return found.Contains(null) ? [] : [.. found.OfType<Type>()];
    }

    /// <summary>The type of these arguments; one that must be more than an object becomes a response of AWSSDK.Core, whose code is the same.</summary>
    private Type? Instantiate(Type definition, IReadOnlyList<Type> arguments)
    {
        var response = Named("Amazon.Runtime.AmazonWebServiceResponse") ?? typeof(object);
        for (var some = 0; some < 1 << arguments.Count; some++)
        {
            try
            {
                return definition.MakeGenericType([.. arguments.Select((a, i) => a == typeof(object) && (some >> i & 1) == 1 ? response : a)]);
            }
            catch (ArgumentException)
            {
                // A constraint does not hold: try the next combination.
            }
        }

        return null;
    }

    private Type? Read(ref ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOfAny('[', ',', ']') is >= 0 and var at ? at : rest.Length;

        // The runtime's own stand-in for every reference type.
        var type = rest[..end] is "System.__Canon" ? typeof(object) : Named(rest[..end].ToString());
        rest = rest[end..];
        while (rest is ['[', ..])
        {
            if (rest is ['[', ']', ..])
            {
                type = type?.MakeArrayType();
                rest = rest[2..];
                continue;
            }

            var arguments = new List<Type?>();
            while (rest is ['[' or ',', ..])
            {
                rest = rest[1..];
                arguments.Add(Read(ref rest));
            }

            rest = rest.IsEmpty ? rest : rest[1..];
            type = type is null || arguments.Contains(null) ? null : Instantiate(type, [.. arguments.OfType<Type>()]);
        }

        return type is { ContainsGenericParameters: false } ? type : null;
    }

    private Type? Named(string name) => _assemblies.Select(a => a.GetType(name)).FirstOrDefault(t => t is not null);
}
