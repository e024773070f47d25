# Reads /etc/plankton/environment, as systemd does for the service; nothing in it is executed. A line that systemd takes
# otherwise than it looks is refused, with its number. Whoever reads this file has a function fail.
environment=/etc/plankton/environment

# read_environment: exports what is there, but for what the caller has in the environment already.
read_environment() {
    ours=' ' number=0
    return=$(printf '\r')
    while IFS= read -r line || [ -n "$line" ]; do
        number=$((number + 1))
        line=${line#"${line%%[![:blank:]]*}"}
        line=${line%"${line##*[![:blank:]]}"}
        case $line in
            *"$return"*) refuse 'has a carriage return' ;;
            '#'*\\ | ';'*\\) refuse 'ends in a backslash, and would hide the next one' ;;
            '' | '#'* | ';'*) continue ;;
        esac
        name=${line%%=*} value=${line#*=}
        case $name in
            "$line" | '' | [0-9]* | *[!A-Za-z0-9_]*) refuse "is not NAME='value'" ;;
        esac
        case $value in
            "'"*"'") unquote "'" ;;
            '"'*'"') unquote '"' '\' ;;
            [[:blank:]]* | *[\"\'\\]*) refuse "is not NAME='value'" ;;
        esac
        case $ours in
            *" $name "*) ;;
            *) ! printenv "$name" >/dev/null || continue ;;
        esac
        export "$name=$value"
        ours="$ours$name "
    done <"$environment"
}

# unquote CHARACTER...: the value is without its quotes, between which there is none of these.
unquote() {
    value=${value#?} value=${value%?}
    for character in "$@"; do
        case $value in
            *"$character"*) refuse "has $character within the value" ;;
        esac
    done
}

refuse() { fail "$environment: line $number $*"; }
