# bash completion for toll
_toll() {
  local verbs='scan init add sources claims events tally explain pack help'
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} verb=${COMP_WORDS[1]-}
  local options='--help'
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    mapfile -t COMPREPLY < <(compgen -W "$verbs --help --version" -- "$word")
    return
  fi
  case $before in
    --format | -f) mapfile -t COMPREPLY < <(compgen -W 'table jsonl csv' -- "$word"); return ;;
    --profile | -p) mapfile -t COMPREPLY < <(compgen -W 'everyone victims noncombatants class:' -- "$word"); return ;;
    --lang | -l) mapfile -t COMPREPLY < <(compgen -W 'auto en' -- "$word"); return ;;
    --method | -m) mapfile -t COMPREPLY < <(compgen -W 'range latest majority' -- "$word"); return ;;
    --harm)
      mapfile -t COMPREPLY < <(compgen -W 'killed wounded killed_or_wounded missing detained abducted displaced tortured
        sexual_violence affected freed surrendered destroyed damaged destroyed_or_damaged seized' -- "$word")
      return ;;
    --jobs | -j | --event | --claimant) return ;;
  esac
  case $verb in
    scan) options+=' --format --tally --profile --lang --jobs' ;;
    add) options+=' --lang' ;;
    sources | events) options+=' --format' ;;
    claims) options+=' --harm --event --claimant --format' ;;
    tally) options+=' --event --method --harm --profile --format' ;;
    pack) options+=' --tap' ;;
    help) options+=" $verbs" ;;
  esac
  if [ "$verb" = pack ] && [ "$COMP_CWORD" -eq 2 ]; then options='test build'; fi
  if [[ $word == -* || $verb == help || $options == 'test build' ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word")
  else
    compopt -o filenames
    mapfile -t COMPREPLY < <(compgen -f -- "$word")
  fi
}
complete -F _toll toll
