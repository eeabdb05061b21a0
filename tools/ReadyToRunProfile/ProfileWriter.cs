using System.Reflection;
using System.Reflection.Emit;

namespace Remediator.Tools.ReadyToRunProfile;

/// <summary>Writes a profile as crossgen reads it (.mibc): an assembly with groups of code that load the tokens of methods.</summary>
/// <remarks>A group for each method: one that crossgen can't resolve takes the next one of its group with it.</remarks>
internal sealed class ProfileWriter
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private readonly PersistedAssemblyBuilder _assembly = new(new AssemblyName("profile"), typeof(object).Assembly);
    private readonly ModuleBuilder _module;
    private readonly List<MethodBuilder> _groups = [];
    private readonly HashSet<MethodBase> _known = [];

    public ProfileWriter()
    {
        _module = _assembly.DefineDynamicModule("profile");
    }

    public int Count => _known.Count;

    /// <summary>Adds the methods of that name.</summary>
    /// <param name="arguments">Of generic methods; none for the others.</param>
    public void Add(Type type, string name, params IReadOnlyList<Type> arguments)
    {
        foreach (var method in MethodsOf(type).Where(m => m.Name == name).Select(m => Instantiate(m, arguments)).OfType<MethodBase>().Where(_known.Add))
        {
            var group = Define($"Method{_groups.Count}");
            var code = group.GetILGenerator();
            code.Emit(OpCodes.Ldtoken, method is ConstructorInfo constructor ? _module.GetMethodMetadataToken(constructor) : _module.GetMethodMetadataToken((MethodInfo)method));
            code.Emit(OpCodes.Pop);
            code.Emit(OpCodes.Ret);
            _groups.Add(group);
        }
    }

    public void Save(string file)
    {
        var dictionary = Define("AssemblyDictionary").GetILGenerator();
        foreach (var group in _groups)
        {
            dictionary.Emit(OpCodes.Ldstr, "Remediator");
            dictionary.Emit(OpCodes.Ldtoken, group);
            dictionary.Emit(OpCodes.Pop);
        }

        dictionary.Emit(OpCodes.Ret);
        _module.CreateGlobalFunctions();
        _assembly.Save(file);
    }

    private static IEnumerable<MethodBase> MethodsOf(Type type) =>
        type.GetConstructors(Declared).Concat(type.GetMethods(Declared).Cast<MethodBase>()).Where(m => !m.IsAbstract);

    /// <summary>Null where the method takes others.</summary>
    private static MethodBase? Instantiate(MethodBase method, IReadOnlyList<Type> arguments)
    {
        if (!method.IsGenericMethodDefinition)
        {
            return arguments.Count == 0 ? method : null;
        }

        try
        {
            return method.GetGenericArguments().Length == arguments.Count ? ((MethodInfo)method).MakeGenericMethod([.. arguments]) : null;
        }
        catch (ArgumentException)
        {
            // An overload with another constraint.
            return null;
        }
    }

    private MethodBuilder Define(string name) => _module.DefineGlobalMethod(name, MethodAttributes.Public | MethodAttributes.Static, typeof(void), []);
}
