# Sourced by ./check and ./keras4j: finds the JDK and Maven they need, or says what to do.

# The feature release of the JDK at $1, from its release file: no process, no matter who made it.
jdk_feature() {
  [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

# Every place a JDK usually lives, the user's own choice first, one per line.
jdk_candidates() {
  local javac
  printf '%s\n' "${JAVA_HOME:-}"
  javac=$(command -v javac) && javac=$(readlink -f "$javac" 2>/dev/null) && dirname "$(dirname "$javac")"
  ls -d /usr/lib/jvm/*/ /usr/lib64/jvm/*/ /usr/java/*/ /opt/*/ /opt/java/*/ /opt/jdk/*/ \
    "$HOME"/.sdkman/candidates/java/*/ "$HOME"/.jdks/*/ "$HOME"/.m2/jdks/*/ "$HOME"/.asdf/installs/java/*/ \
    "$HOME"/.local/share/mise/installs/java/*/ \
    /Library/Java/JavaVirtualMachines/*/Contents/Home/ "$HOME"/Library/Java/JavaVirtualMachines/*/Contents/Home/ \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home/ \
    /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home/ 2>/dev/null | sed 's|/$||'
}

# Exports JAVA_HOME: the first JDK 25, or else the first newer one; JAVA_HOME itself where it will do.
require_jdk() {
  local home feature newer=
  while IFS= read -r home; do
    [ -n "$home" ] && feature=$(jdk_feature "$home") && [ -n "$feature" ] || continue
    if [ "$feature" -eq 25 ] || { [ "$feature" -gt 25 ] && [ "$home" = "${JAVA_HOME:-}" ]; }; then
      export JAVA_HOME=$home
      return
    fi
    [ "$feature" -gt 25 ] && newer=${newer:-$home}
  done < <(jdk_candidates)
  if [ -n "$newer" ]; then
    export JAVA_HOME=$newer
    return
  fi
  cat >&2 <<'MESSAGE'
keras4j needs a JDK 25 or newer, and found none in JAVA_HOME, on PATH or in the usual places.
Install one and try again:
  Debian, Ubuntu   sudo apt install openjdk-25-jdk
  macOS            brew install openjdk@25
  anywhere         https://adoptium.net (or: sdk install java 25-tem)
If you have one elsewhere, say where:  export JAVA_HOME=/path/to/jdk-25
MESSAGE
  exit 1
}

require_maven() {
  command -v mvn >/dev/null && return
  cat >&2 <<'MESSAGE'
keras4j is built with Maven 3.8 or newer, and there is no mvn on PATH.
Install it and try again:
  Debian, Ubuntu   sudo apt install maven
  macOS            brew install maven
  anywhere         https://maven.apache.org/download.cgi
MESSAGE
  exit 1
}

# Maven as our scripts run it. Its own libraries draw warnings from new JDKs that are nothing to our users.
run_maven() {
  MAVEN_OPTS="--sun-misc-unsafe-memory-access=allow --enable-native-access=ALL-UNNAMED ${MAVEN_OPTS:-}" mvn -B "$@"
}
