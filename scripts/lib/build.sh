# For scripts that run Java: finds a JDK, and builds a module's jar where it is missing or older than its sources.
#
# Source it with root set, then: need_jar MODULE    sets java and jar, or ends the script with exit 2 and says why.
# Standard output is left to the script; what is said here goes to standard error, under the script's name.

readonly oldest_java=17 oldest_maven=3.6.3

say() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }
fail() { say "$*"; exit 2; }

find_java() {
    if [ -n "${JAVA_HOME:-}" ]; then
        java=$JAVA_HOME/bin/java
        [ -x "$java" ] || fail "JAVA_HOME is $JAVA_HOME, but there is no bin/java in it. Point it at a JDK $oldest_java or newer, or unset it."
    else
        java=$(command -v java) || fail "No java found. Install a JDK $oldest_java or newer and put it on the PATH, or set JAVA_HOME."
    fi
    local version
    version=$("$java" -version 2>&1 | sed -n 's/.* version "\([0-9][0-9]*\)\(\.\([0-9]*\)\)\{0,1\}.*/\1 \3/p' | head -n 1)
    case $version in
        '') say "Cannot tell the version of $java; trying it all the same." ;;
        '1 '*) fail "$java is Java ${version#1 }; Ringlane needs $oldest_java or newer. Install one, or set JAVA_HOME to it." ;;
        *) [ "${version%% *}" -ge $oldest_java ] || fail "$java is Java ${version%% *}; Ringlane needs $oldest_java or newer. Install one, or set JAVA_HOME to it." ;;
    esac
}

# The first of two dotted versions is at least the second.
at_least() {
    local IFS=. i
    local -a have=($1) want=($2)
    for i in 0 1 2; do
        [ "${have[i]:-0}" -gt "${want[i]:-0}" ] && return 0
        [ "${have[i]:-0}" -lt "${want[i]:-0}" ] && return 1
    done
    return 0
}

# The modules that one is built from, lowest first, itself last.
modules_of() {
    local module
    for module in core dataplane placement cloud embed benchmarks; do
        [ ! -f "$root/$module/pom.xml" ] || echo "$module"
        [ "$module" != "$1" ] || break
    done
}

# No source, pom or folder (a deleted file touches its folder) is newer than the given file.
nothing_newer_than() {
    local module
    local -a inputs=("$root/pom.xml" "$root/.mvn")
    for module in $modules; do
        inputs+=("$root/$module/pom.xml")
        [ ! -d "$root/$module/src/main" ] || inputs+=("$root/$module/src/main")
    done
    [ -z "$(find "${inputs[@]}" -newer "$1" -print 2>/dev/null | head -n 1)" ]
}

is_built() {
    local target=$root/$1/target module
    [ -f "$jar" ] || return 1
    for module in $modules; do
        [ "$module" = "$1" ] || compgen -G "$target/lib/ringlane-$module-*.jar" >/dev/null || return 1
    done
    { [ -f "$stamp" ] && nothing_newer_than "$stamp"; } || nothing_newer_than "$jar"
}

build() {
    command -v mvn >/dev/null || fail "No mvn found, and there is something to build. Install Maven $oldest_maven or newer and put it on the PATH."
    [ -x "$(dirname "$java")/javac" ] || [ -z "${JAVA_HOME:-}" ] || fail "$JAVA_HOME has no compiler: it is a JRE, and there is something to build. Set JAVA_HOME to a JDK $oldest_java or newer."
    local maven
    maven=$(mvn -B --version 2>/dev/null | sed -n 's/.*Apache Maven \([0-9.]*[0-9]\).*/\1/p' | head -n 1)
    [ -z "$maven" ] || at_least "$maven" $oldest_maven || fail "mvn is Maven $maven; the build needs $oldest_maven or newer."

    if [ -f "$jar" ]; then say 'building what has changed ...'; else say 'building (the first time fetches libraries and takes a minute or two) ...'; fi
    log=$(mktemp "${TMPDIR:-/tmp}/ringlane-build.XXXXXX")
    begun=$(mktemp "${TMPDIR:-/tmp}/ringlane-begun.XXXXXX")
    trap 'rm -f "$log" "$begun"' EXIT
    if ! (cd "$root" && mvn -q -B -Dmaven.test.skip=true -pl "$1" -am package) </dev/null >"$log" 2>&1; then
        cat "$log" >&2
        fail 'the build failed; its output is above.'
    fi
    # Sources that changed while Maven ran are newer than the moment it began, so the next call sees them.
    touch -r "$begun" "$stamp"
    rm -f "$log" "$begun"
    trap - EXIT
}

need_jar() {
    local modules stamp version
    find_java
    modules=$(modules_of "$1")
    stamp=$root/$1/target/.built
    version=$(sed -n 's:^  <version>\(.*\)</version>.*:\1:p' "$root/pom.xml" | head -n 1)
    jar=$root/$1/target/ringlane-$1-$version.jar
    if ! is_built "$1"; then
        # One build at a time: whoever comes second waits, then finds nothing left to do.
        exec 9<"$root/pom.xml"
        ! command -v flock >/dev/null || flock 9
        is_built "$1" || build "$1"
        exec 9<&-
    fi
}
