// SPDX-License-Identifier: Apache-2.0
package dev.weft.diagnostic;

/**
 * A kind of message about a method or class, of the weaver or of the compiler plugin: its name, what is wrong, how to fix it, and
 * what it {@linkplain Consequence entails}. Each has a page {@code docs/diagnostics/<name>.md}.
 */
public enum Diagnostic {
    /** The await stands in a synchronized block. */
    AWAIT_IN_SYNCHRONIZED(
            Consequence.REFUSES_METHOD,
            "AwaitInSynchronized",
            "await cannot suspend while the method holds a monitor",
            "move the await out of the synchronized block, and copy what it needs from there to a local variable; or hold a"
                    + " dev.weft.sync.Mutex in place of the monitor, which belongs to the task and can be held during an await"),
    /** The async method is synchronized. */
    ASYNC_SYNCHRONIZED_METHOD(
            Consequence.REFUSES_METHOD,
            "AsyncSynchronizedMethod",
            "an async method cannot be synchronized, because it cannot suspend while it holds a monitor",
            "remove synchronized, and hold a dev.weft.sync.Mutex, which belongs to the task; or guard what needs it in a block"
                    + " without await"),
    /** The await stands in a constructor. */
    AWAIT_IN_CONSTRUCTOR(
            Consequence.REFUSES_METHOD,
            "AwaitInConstructor",
            "await cannot suspend a constructor",
            "await in a static @Async factory method and pass the result to the constructor"),
    /** The await stands in a static initialiser. */
    AWAIT_IN_STATIC_INITIALIZER(
            Consequence.REFUSES_METHOD,
            "AwaitInStaticInitializer",
            "await cannot suspend a static initialiser, which runs while the JVM holds the class's lock",
            "await in an @Async method and keep the result there"),
    /** The await stands in a method that is not async. */
    AWAIT_OUTSIDE_ASYNC(
            Consequence.REFUSES_METHOD,
            "AwaitOutsideAsync",
            "await needs an async method around it",
            "mark the method @Async and return a Task, CompletionStage or CompletableFuture; from plain code use Weft.run"
                    + " or Awaitable.block"),
    /** The await stands in a lambda that returns no task or stage. */
    AWAIT_IN_NON_ASYNC_LAMBDA(
            Consequence.REFUSES_METHOD,
            "AwaitInNonAsyncLambda",
            "await needs an async method around it, and a lambda is one only if it returns a Task, CompletionStage or"
                    + " CompletableFuture",
            "use a functional interface that returns one of these, or a loop in the async method around the lambda"),
    /** {@code Weft::await} is used as a method reference. */
    AWAIT_METHOD_REFERENCE(
            Consequence.REFUSES_METHOD,
            "AwaitMethodReference",
            "a method reference to await cannot suspend, because the code that calls it is not woven",
            "call await in a loop of an @Async method, or in a lambda that returns a task; or let gather await them all"),
    /** The emit stands in a method that is no generator. */
    EMIT_OUTSIDE_GENERATOR(
            Consequence.REFUSES_METHOD,
            "EmitOutsideGenerator",
            "emit needs a generator around it: an @Async method, or a lambda, that returns an AsyncGenerator",
            "return an AsyncGenerator, and at the end AsyncGenerator.done(); or hand the value on in another way"),
    /** What is emitted is no element of the generator. */
    EMIT_TYPE(
            Consequence.SHOWS_MISTAKE,
            "EmitType",
            "this is no element of the generator, and fails where its consumer takes it",
            "emit what the return type says, or change that; a number needs the same type, as emit(1L) for a Long, and null is no"
                    + " element"),
    /** {@code Weft::emit} is used as a method reference. */
    EMIT_METHOD_REFERENCE(
            Consequence.REFUSES_METHOD,
            "EmitMethodReference",
            "a method reference to emit cannot suspend, because the code that calls it is not woven",
            "call emit in a loop of the generator"),
    /** An async method returns something else than a task, stage or generator. */
    ASYNC_RETURN_TYPE(
            Consequence.REFUSES_METHOD,
            "AsyncReturnType",
            "an @Async method returns a Task, CompletionStage, CompletableFuture or AsyncGenerator",
            "change the return type, for example to Task<T>"),
    /** An async method has no body. */
    ASYNC_ON_ABSTRACT_OR_NATIVE(
            Consequence.IGNORES_MARK,
            "AsyncOnAbstractOrNative",
            "an abstract or native method has no body to weave",
            "remove @Async here, and put it on the methods that implement it"),
    /** An async method returns null. */
    ASYNC_RETURNS_NULL(
            Consequence.SHOWS_MISTAKE,
            "AsyncReturnsNull",
            "an async method returns null where whoever awaits it needs a task or stage",
            "return Task.done() if there is no result, Task.of(null) if the result is null, or a completed future; throw an"
                    + " exception if there is nothing to return"),
    /** The result of an async method is a task that has not run. */
    TASK_OF_TASK(
            Consequence.SHOWS_RISK,
            "TaskOfTask",
            "awaiting this method gives a task that has not run, and does nothing until it is awaited as well",
            "return the inner task, which is then awaited with the method; or spawn it, and return the ScheduledTask"),
    /** What an async call made is dropped. */
    UNAWAITED_TASK(
            Consequence.SHOWS_MISTAKE,
            "UnawaitedTask",
            "nobody awaits this",
            "await it, or spawn it to run in the background; to hand it on, return it"),
    /** What can be awaited once is awaited, spawned or handed on a second time. */
    TASK_AWAITED_TWICE(
            Consequence.SHOWS_MISTAKE,
            "TaskAwaitedTwice",
            "a Task runs once, as does a sleep, a read and the like, and awaiting it again throws IllegalStateException",
            "keep the result instead of the task; or spawn it, and await the ScheduledTask as often as you like; or call the"
                    + " async method again"),
    /** A call in an async method blocks the thread of the event loop. */
    BLOCKING_CALL_IN_ASYNC(
            Consequence.SHOWS_RISK,
            "BlockingCallInAsync",
            "this call blocks the thread, and with it every task of its event loop",
            "await something instead, or give the call to another thread, as in await(blocking(() -> ...))"),
    /** A lock stays locked while the method is suspended. */
    LOCK_HELD_ACROSS_AWAIT(
            Consequence.SHOWS_RISK,
            "LockHeldAcrossAwait",
            "a lock is held during an await, while other tasks run on this thread",
            "unlock it before the await; or use a dev.weft.sync.Mutex or RwLock, which belongs to the task and lets the others of"
                    + " the loop wait for it"),
    /** A thread-local is set for a span of code in which the method may be suspended. */
    THREAD_LOCAL_ACROSS_AWAIT(
            Consequence.SHOWS_RISK,
            "ThreadLocalAcrossAwait",
            "a ThreadLocal keeps its value during an await, where other tasks of the thread see and change it",
            "pass the value as an argument, or bind a ContextKey, which belongs to the task; or remove it before the await, and"
                    + " set it again behind it"),
    /** What is not cancel-safe may be cancelled, and the code goes on with what it works on. */
    LOST_WHEN_CANCELLED(
            Consequence.SHOWS_RISK,
            "LostWhenCancelled",
            "the code goes on after this was cancelled half-way, and something is lost then",
            "close what it works on where the code goes on, such as in the catch block; or do not cancel it: shield it, spawn it and give"
                    + " a select the task, or limit the time of the whole exchange, with what it works on opened and closed inside"),
    /** A method says that it is cancel-safe, and a cancellation at this await loses something. */
    CANCEL_SAFE_LOSES(
            Consequence.SHOWS_RISK,
            "CancelSafeLoses",
            "the method is marked @CancelSafe, and a cancellation loses something here",
            "keep it in a field or another object before the await, or give it back in a catch or finally block; or mark the method"
                    + " @NotCancelSafe, with what is lost"),
    /** In a loop, the exception that is to end the task is caught around an await, and the loop goes on. */
    CANCELLATION_SWALLOWED(
            Consequence.SHOWS_RISK,
            "CancellationSwallowed",
            "the catch block takes the CancellationException by which the task is to end, and the loop goes on: it cannot be cancelled",
            "catch what you expect; or rethrow a CancellationException in a catch block of its own before this one, if others may cancel"
                    + " what is awaited, where currentTask().cancelling() > 0; or call currentTask().uncancel() if the task is to live on"),
    /** A loop over a generator may be left before its end, and nobody closes it. */
    GENERATOR_LEFT_OPEN(
            Consequence.SHOWS_RISK,
            "GeneratorLeftOpen",
            "the loop over this generator may be left before its end, and nothing closes it: its finally blocks would not run, nor its"
                    + " tasks end",
            "declare it as the resource of a try statement; or give it to somebody who closes it"),
    /** Woven, the method would have more parameters than a class file allows. */
    TOO_MANY_PARAMETERS(
            Consequence.REFUSES_METHOD,
            "TooManyParameters",
            "the parameters take more than 253 slots (this counts 1, a long or double 2), and weaving adds two to 255",
            "pass some of them in an object"),
    /** The class file is older than stack map frames. */
    CLASS_FILE_TOO_OLD(
            Consequence.LEAVES_CLASS,
            "ClassFileTooOld",
            "the class file is older than Java 7 and has no stack maps to weave by",
            "compile the class for Java 7 or later"),
    /** The class file is of a version that ASM does not know yet. */
    CLASS_FILE_TOO_NEW(
            Consequence.LEAVES_CLASS,
            "ClassFileTooNew",
            "the class file is newer than what this Weft reads",
            "use a newer Weft, or compile for an older Java"),
    /** Woven, the method would not fit into a class file. */
    METHOD_TOO_LARGE(
            Consequence.REFUSES_METHOD,
            "MethodTooLarge",
            "woven, the method would be too large for a class file",
            "split it into several async methods"),
    /** The class already has a method that is called like one of those that weaving adds. */
    NAME_TAKEN(
            Consequence.REFUSES_METHOD,
            "NameTaken",
            "weaving adds methods that this class already has, or that another overload of the method adds",
            "rename the method"),
    /** Woven, the class would not fit into a class file. */
    CLASS_TOO_LARGE(
            Consequence.LEAVES_CLASS,
            "ClassTooLarge",
            "the class would have more constants, or longer names in them, than a class file allows",
            "split the class, or shorten its names"),
    /** The JVM may live with what stands in this class file; the weaver cannot read it. */
    CLASS_FILE_UNREADABLE(
            Consequence.LEAVES_CLASS,
            "ClassFileUnreadable",
            "the class file is damaged",
            "compile the class again without the tools that change class files, to find which of them did this"),
    /** Woven, the method is longer than what HotSpot compiles. It works. */
    METHOD_NOT_COMPILED(
            Consequence.INFORMS,
            "MethodNotCompiled",
            "the method works, but HotSpot leaves methods of more than 8000 bytes of bytecode to the interpreter",
            "split it into several async methods, or start java with -XX:-DontCompileHugeMethods"),
    /** javac runs no processor of ours, and so lets nobody at its class files. */
    WEAVING_IMPOSSIBLE(
            Consequence.LEAVES_CLASS_TO_OTHERS,
            "WeavingImpossible",
            "javac does not run Weft's annotation processor here, and shows its class files to nobody else who could weave them",
            "remove -proc:none; where -processor is used, add dev.weft.javac.WeftProcessor to it; for javac 23 and later, which"
                    + " run no processors of the class path alone, put the compiler plugin on the processor path or say -proc:full;"
                    + " or switch weaving off with -Aweft.weave=false or -Xplugin:'Weft weave=false', and weave with the agent"),
    /** The compiler plugin cannot read or write a class file. */
    CLASS_FILE_OUT_OF_REACH(
            Consequence.LEAVES_CLASS_TO_OTHERS,
            "ClassFileOutOfReach",
            "the class is not woven, because its file could not be read or written where javac has put it",
            "let the file manager of this compilation give the same file for getFileForOutput as for getJavaFileForOutput"),
    /** A rule of the compiler plugin failed. */
    RULE_FAILURE(
            Consequence.REPORTS_ITSELF,
            "RuleFailure",
            "a rule of the compiler plugin failed, which is a bug in Weft; what it failed on is woven, and all else checked",
            "please report it with the source; switch the rule off in the meantime"),
    /** The weaver failed. */
    WEAVER_FAILURE(
            Consequence.LEAVES_CLASS,
            "WeaverFailure",
            "the weaver failed on this class, which is a bug in Weft",
            "please report it with the class file; exclude= keeps the agent away from the class");

    /** The detail where nobody sees an await: what the weaver makes of {@code return work()}. */
    public static final String RETURN_AWAITS = "returning a task awaits it here";

    /** The detail of an await in the method that a program starts with. */
    public static final String IN_MAIN = "in main, call Weft.run in place of await";

    /** What is special about an await in a method that JUnit calls. */
    public static final String IN_TEST =
            "in a test, write @AsyncTest in place of @Test; JUnit's other methods take @Async";

    /** What is special about a private method that would be a test. */
    public static final String PRIVATE_TEST = "a test may return nothing, but JUnit calls no private method";

    private final Consequence consequence;
    private final String text;
    private final String summary;
    private final String remedy;

    Diagnostic(Consequence consequence, String text, String summary, String remedy) {
        this.consequence = consequence;
        this.text = text;
        this.summary = summary;
        this.remedy = remedy;
    }

    /**
     * Returns what it entails for the code that it is about.
     *
     * @return the consequence
     */
    public Consequence consequence() {
        return consequence;
    }

    /**
     * Returns the name that messages show.
     *
     * @return the name, as {@code AwaitInSynchronized}
     */
    public String text() {
        return text;
    }

    /**
     * Returns what is wrong, in one sentence.
     *
     * @return the summary
     */
    public String summary() {
        return summary;
    }

    /**
     * Returns what is wrong and how to fix it.
     *
     * @param detail what is special in this case, empty if nothing is
     * @return the summary, the detail in brackets, and the remedy
     */
    public String explanation(String detail) {
        return summary + (detail.isEmpty() ? "" : " (" + detail + ")") + "; " + remedy(detail);
    }

    private String remedy(String detail) {
        return detail.equals(PRIVATE_TEST) ? "take private away" : GeneratorDetails.remedy(detail, remedy);
    }

    /**
     * Returns the detail of an explanation.
     *
     * @param explanation what {@link #explanation} gave
     * @return the detail; empty if it has none, or is not of this diagnostic
     */
    public String detail(String explanation) {
        String before = summary + " (";
        if (!explanation.startsWith(before)) {
            return "";
        }
        for (int end = explanation.indexOf("); "); end >= 0; end = explanation.indexOf("); ", end + 1)) {
            String detail = end < before.length() ? "" : explanation.substring(before.length(), end);
            if (explanation(detail).equals(explanation)) {
                return detail;
            }
        }
        return "";
    }

    /**
     * Returns how to fix it.
     *
     * @return the remedy
     */
    public String remedy() {
        return remedy;
    }
}
