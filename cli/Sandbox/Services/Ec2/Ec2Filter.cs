using Remediator.Cli.Sandbox.State;
using Remediator.Cli.Sandbox.Wire;

namespace Remediator.Cli.Sandbox.Services.Ec2;

/// <summary>EC2's filters: every filter must hold, any of its values suffices, * and ? are wildcards.</summary>
internal static class Ec2Filter
{
    /// <param name="values">What a resource has for a filter's name; null for a filter that doesn't exist.</param>
    public static IEnumerable<T> Filtered<T>(this IEnumerable<T> all, Call call, Func<T, string, IEnumerable<string?>?> values)
        where T : ITagged
    {
        var filters = call.Parameters.Structs("Filter").Select(f => (Name: f.Required("Name"), Patterns: f.List("Value"))).ToList();
        return all.Where(item => filters.All(f => Values(item, f.Name).Any(v => v is not null && f.Patterns.Any(p => Wildcards.Match(p, v))))).ToList();

        IEnumerable<string?> Values(T item, string name) =>
            name.StartsWith("tag:", StringComparison.Ordinal) ? [item.Tags.GetValueOrDefault(name[4..])]
            : name == "tag-key" ? item.Tags.Keys
            : values(item, name) ?? throw new AwsError("InvalidParameterValue", $"The filter '{name}' is invalid");
    }

    /// <summary>The resources of the ids that the call names, or all.</summary>
    public static IEnumerable<T> Chosen<T>(this Table<T> all, Call call, string parameter, Func<string, AwsError> missing)
    {
        var ids = call.Parameters.List(parameter);
        return ids.Count == 0 ? all.Values : ids.Select(id => all.GetValueOrDefault(id) ?? throw missing(id)).ToList();
    }
}
