# For scripts that run benchmarks: finds a JDK and builds the benchmarks' jar where it is missing or older than its sources.
# Source it with root set; it sets java and jar. Standard output is left alone.

oldest_java=17

find_java() {
    if [ -n "${JAVA_HOME:-}" ]; then
        java=$JAVA_HOME/bin/java
        [ -x "$java" ] || { echo "JAVA_HOME is $JAVA_HOME, but there is no bin/java in it. Point it at a JDK $oldest_java or newer, or unset it." >&2; exit 2; }
    else
        java=$(command -v java) || { echo "No java found. Install a JDK $oldest_java or newer and put it on the PATH, or set JAVA_HOME." >&2; exit 2; }
    fi
}

build_benchmarks() {
    find_java
    local target=$root/benchmarks/target version stamp begun log module
    version=$(sed -n 's:^  <version>\(.*\)</version>.*:\1:p' "$root/pom.xml" | head -n 1)
    jar=$target/ringlane-benchmarks-$version.jar
    stamp=$target/.built
    local -a inputs=("$root/pom.xml")
    for module in core dataplane placement cloud benchmarks; do
        inputs+=("$root/$module/pom.xml")
        [ ! -d "$root/$module/src/main" ] || inputs+=("$root/$module/src/main")
    done
    if [ -f "$jar" ] && [ -d "$target/lib" ] && [ -f "$stamp" ] &&
        [ -z "$(find "${inputs[@]}" -newer "$stamp" -print | head -n 1)" ]; then
        return
    fi
    command -v mvn >/dev/null || { echo 'No mvn found, and there is something to build. Install Maven 3.6.3 or newer and put it on the PATH.' >&2; exit 2; }
    echo 'building the benchmarks (the first time fetches libraries and takes a minute or two) ...' >&2
    begun=$(mktemp "${TMPDIR:-/tmp}/ringlane-begun.XXXXXX")
    log=$(mktemp "${TMPDIR:-/tmp}/ringlane-build.XXXXXX")
    if ! (cd "$root" && mvn -q -B -Dmaven.test.skip=true -pl benchmarks -am package) </dev/null >"$log" 2>&1; then
        cat "$log" >&2
        rm -f "$log" "$begun"
        echo 'the build failed; its output is above.' >&2
        exit 2
    fi
    touch -r "$begun" "$stamp" # sources that changed while Maven ran are newer than the moment it began
    rm -f "$log" "$begun"
}
