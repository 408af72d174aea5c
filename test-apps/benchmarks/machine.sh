# For "run" and "pairs", which source this: the JDK in use, its number, and the machine in words.

current=${JAVA_HOME:-}
if [[ -z $current || ! -x $current/bin/javac ]]; then
    current=$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")
fi

feature() {
    sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release" 2>/dev/null || true
}

# A heap whose memory is there when the measurement begins: some virtual machines take 15 us for each page that is touched first.
heap=(-Xms512m -Xmx512m -XX:+AlwaysPreTouch)

# What a reader has to know of the machine; processors' names and sizes, no names of hosts. Takes the JDK and its options.
machine() {
    echo "machine: $(nproc) x $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1), $(awk '/MemTotal/ {printf "%.0f GiB", $2 / 1048576}' /proc/meminfo), Linux $(uname -r), load $(cut -d' ' -f1 /proc/loadavg)"
    echo "jdk: $("$1/bin/java" -version 2>&1 | tail -1)"
    echo "flags: ${*:2}"
    echo
}

# The jar of a module of Weft in a checkout; nothing if it is not built. Jars of sources and of Javadoc end in another letter.
jar_of() {
    ls "$1/$2/target/weft-$2"-*[!cs].jar 2>/dev/null | head -1 || true
}
