using System.Reflection;
using System.Text.RegularExpressions;

namespace Remediator.Cli.Sandbox.Wire;

/// <summary>One operation of one service: the method that answers it and what IAM checks first.</summary>
internal sealed partial class Operation
{
    private readonly Func<Call, Answer> _answer;
    private readonly ChecksAttribute[] _checks;

    public Operation(ServiceAttribute service, MethodInfo method)
    {
        Service = service;
        Name = method.Name;
        Route = method.GetCustomAttribute<RouteAttribute>();
        _checks = [.. method.GetCustomAttributes<ChecksAttribute>()];
        _answer = method.CreateDelegate<Func<Call, Answer>>();
    }

    public ServiceAttribute Service { get; }

    public string Name { get; }

    public RouteAttribute? Route { get; }

    public string DefaultAction => $"{Service.ActionPrefix ?? Service.Name}:{Name}";

    /// <summary>Its IAM action.</summary>
    public string Action => _checks.Length > 0 ? _checks[0].Action ?? DefaultAction : DefaultAction;

    /// <summary>All actions that it may be checked by.</summary>
    public IEnumerable<string> Actions => _checks.Select(c => c.Action ?? DefaultAction).Append(Action);

    /// <summary>Asks IAM what can be asked before the operation looks at the state; the rest it asks itself.</summary>
    public void Authorize(Call call)
    {
        foreach (var check in _checks.Where(c => (c.With is null || call.Parameters[c.With] is not null) && (c.Without is null || call.Parameters[c.Without] is null)))
        {
            foreach (var resource in Resources(check.Resource, call))
            {
                call.Demand(check.Action ?? DefaultAction, resource);
            }
        }

        if (_checks.Length > 0 && call.Checks.Count == 0)
        {
            call.Demand(Action, "*");
        }
    }

    public Answer Run(Call call) => _answer(call);

    private IEnumerable<string> Resources(string template, Call call)
    {
        var arn = template is "*" || template.StartsWith("arn:", StringComparison.Ordinal) || template.EndsWith("Arn}", StringComparison.Ordinal)
            ? template
            : World.Arn(Service.ActionPrefix ?? Service.Name, Service.Global ? "" : call.RegionName, call.Account.Id, template);
        var names = Placeholders().Matches(arn).Select(m => m.Groups[1].Value).Distinct().ToList();
        IEnumerable<string> filled = [arn];
        foreach (var name in names)
        {
            var values = call.Parameters[name] is { } one ? [one] : call.Parameters.List(name);
            filled = filled.SelectMany(f => values.Select(v => f.Replace($"{{{name}}}", v, StringComparison.Ordinal)));
        }

        return filled.ToList();
    }

    [GeneratedRegex(@"\{([A-Za-z.0-9]+)\}")]
    private static partial Regex Placeholders();
}
