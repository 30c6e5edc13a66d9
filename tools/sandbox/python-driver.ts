/**
 * Runs inside the interpreter: reads { code, input, parseOnly } as JSON from standard input, runs the code with the inputs as globals, and
 * writes { value, error } to file descriptor 3, `value` as the text of its JSON.
 *
 * The value of the last expression counts; a function (or one that is named `check`) is called with the inputs in their order.
 */
export const PYTHON_DRIVER = `
import ast, json, os, random, sys

channel = os.fdopen(3, "w", encoding="utf-8")
request = json.loads(sys.stdin.read())

def answer(value=None, kind=None, message="", line=None):
    json.dump({"value": value, "error": kind and {"kind": kind, "message": message[:1000], "line": line}}, channel)
    channel.close()
    sys.stdout.flush()
    os._exit(0)

try:
    tree = ast.parse(request["code"], "code.py")
    compile(tree, "code.py", "exec", dont_inherit=True)
except SyntaxError as error:
    answer(kind="syntax", message="SyntaxError: " + str(error.msg), line=error.lineno)
except (ValueError, RecursionError, MemoryError) as error:
    answer(kind="syntax", message=type(error).__name__ + ": " + str(error))
if request["parseOnly"]:
    answer()
random.seed(1)
names = dict(request["input"], __name__="__main__")
try:
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "code.py", "exec", dont_inherit=True), names)
    value = eval(compile(ast.Expression(last.value), "code.py", "eval", dont_inherit=True), names) if last else None
    if value is None and callable(names.get("check")):
        value = names["check"]
    if callable(value):
        value = value(*request["input"].values())
    text = json.dumps(value, allow_nan=False)
except MemoryError:
    names.clear()
    answer(kind="memory", message="out of memory")
except SystemExit as error:
    answer(kind="runtime", message="the code ended itself with " + repr(error.code))
except BaseException as error:
    line, trace = None, error.__traceback__
    while trace:
        if trace.tb_frame.f_code.co_filename == "code.py":
            line = trace.tb_lineno
        trace = trace.tb_next
    try:
        message = type(error).__name__ + ": " + str(error)
    except BaseException:
        message = "it raised what cannot be read"
    answer(kind="runtime", message=message, line=line)
answer(value=text)
`;
