using System.Reflection;
using System.Reflection.Emit;

namespace Remediator.Tools.ReadyToRunProfile;

/// <summary>Writes a profile as crossgen reads it (.mibc): an assembly whose one group of code loads the tokens of the methods.</summary>
internal sealed class ProfileWriter
{
    private const BindingFlags Declared = BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private readonly PersistedAssemblyBuilder _assembly = new(new AssemblyName("profile"), typeof(object).Assembly);
    private readonly ModuleBuilder _module;
    private readonly MethodBuilder _group;
    private readonly HashSet<MethodBase> _known = [];

    public ProfileWriter()
    {
        _module = _assembly.DefineDynamicModule("profile");
        _group = Define("Methods");
    }

    public int Count => _known.Count;

    /// <summary>Adds the methods of that name.</summary>
    public void Add(Type type, string name)
    {
        var code = _group.GetILGenerator();
        foreach (var method in MethodsOf(type).Where(m => m.Name == name && _known.Add(m)))
        {
            code.Emit(OpCodes.Ldtoken, method is ConstructorInfo constructor ? _module.GetMethodMetadataToken(constructor) : _module.GetMethodMetadataToken((MethodInfo)method));
            code.Emit(OpCodes.Pop);
        }
    }

    public void Save(string file)
    {
        _group.GetILGenerator().Emit(OpCodes.Ret);
        var dictionary = Define("AssemblyDictionary").GetILGenerator();
        dictionary.Emit(OpCodes.Ldstr, "Remediator");
        dictionary.Emit(OpCodes.Ldtoken, _group);
        dictionary.Emit(OpCodes.Pop);
        dictionary.Emit(OpCodes.Ret);
        _module.CreateGlobalFunctions();
        _assembly.Save(file);
    }

    private static IEnumerable<MethodBase> MethodsOf(Type type) =>
        type.GetConstructors(Declared).Concat(type.GetMethods(Declared).Cast<MethodBase>()).Where(m => !m.IsGenericMethodDefinition && !m.IsAbstract);

    private MethodBuilder Define(string name) => _module.DefineGlobalMethod(name, MethodAttributes.Public | MethodAttributes.Static, typeof(void), []);
}
