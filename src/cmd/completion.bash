# bash completion for toll

# Sets COMPREPLY to those of the words that begin as the one at the cursor does.
_toll_words() {
  mapfile -t COMPREPLY < <(compgen -W "$1" -- "${COMP_WORDS[COMP_CWORD]}")
}

# Case files and folders; never the files of a case's log.
_toll_cases() {
  local word=${COMP_WORDS[COMP_CWORD]}
  compopt -o filenames 2>/dev/null
  mapfile -t COMPREPLY < <(compgen -d -- "$word"; compgen -f -X '!*.toll' -- "$word")
}

_toll_files() {
  compopt -o filenames 2>/dev/null
  mapfile -t COMPREPLY < <(compgen -f -X '*.toll-@(wal|shm)' -- "${COMP_WORDS[COMP_CWORD]}")
}

# The first column of what toll says of the case on the command line.
_toll_of_case() {
  local word file
  for word in "${COMP_WORDS[@]:2}"; do
    file=${word/#\~\//$HOME/}
    [[ -f $file && $file == *.toll ]] || continue
    _toll_words "$("${COMP_WORDS[0]}" "$1" --format csv "$file" 2>/dev/null | sed 1d | cut -d , -f 1)"
    return
  done
}

# How many words before the cursor are operands, the verb left out.
_toll_operands() {
  local i word count=0
  for ((i = 2; i < COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    case $word in
      --tally | --why | --copies | --tap | --help | --set-aside | --force | --bom | --verbose | --*=* | -t | -w | -v | -h) ;;
      -?*) ((i++)) ;;
      *) ((count++)) ;;
    esac
  done
  printf '%s' "$count"
}

_toll() {
  local verbs='scan init add sources claims find events tally timeline export rank decide explain eval verify migrate pack help'
  local classes='civilian child woman man elderly military police security armed_group official journalist aid_worker
    medical religious prisoner student worker refugee protester foreign house apartment school hospital worship cultural
    infrastructure'
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} verb=${COMP_WORDS[1]-}
  local options='--help' class
  COMPREPLY=()
  if [ "$COMP_CWORD" -eq 1 ]; then
    _toll_words "$verbs --help --version"
    return
  fi
  # class:NAME comes as three words where the colon parts words, as it does by default.
  if [[ $before == : && ${COMP_WORDS[COMP_CWORD-2]} == class ]]; then _toll_words "$classes"; return; fi
  if [[ $word == : && $before == class ]]; then mapfile -t COMPREPLY < <(compgen -W "$classes"); return; fi
  case $before in
    --format | -f)
      case $verb in
        eval) _toll_words 'table json' ;;
        timeline) _toll_words 'table csv jsonl svg' ;;
        export) _toll_words 'csv jsonl geojson xlsx' ;;
        *) _toll_words 'table jsonl csv' ;;
      esac
      return ;;
    --profile | -p)
      for class in $classes; do options+=" class:$class"; done
      _toll_words "everyone victims noncombatants ${options#--help}"
      return ;;
    --lang | -l) _toll_words 'auto en'; return ;;
    --method | -m)
      options='range min-max low-best-high conservative cascade majority latest named panel'
      if [ "$verb" = tally ]; then options+=' all'; fi
      _toll_words "$options"
      return ;;
    --class) _toll_words "$classes"; return ;;
    --side) _toll_words 'victim perpetrator'; return ;;
    --vouch | --discount) _toll_of_case claims; return ;;
    --by | --reason | --low | --best | --high | --unit | --undo) return ;;
    --harm)
      _toll_words 'killed wounded killed_or_wounded missing detained abducted displaced tortured sexual_violence affected
        freed surrendered destroyed damaged destroyed_or_damaged seized'
      return ;;
    --event) _toll_of_case events; return ;;
    --view) _toll_words 'claims documents events tally figures copies log'; return ;;
    --people) _toll_words 'hide show'; return ;;
    --jobs | -j | --limit | --claimant | --errors | -e) return ;;
    --curve | -c | --unseen | --output | -o) _toll_files; return ;;
  esac
  case $verb in
    scan) options+=' --format --tally --why --profile --lang --jobs --verbose' ;;
    add) options+=' --lang --jobs --verbose' ;;
    sources) options+=' --copies --format' ;;
    events) options+=' --by --reason --format' ;;
    find) options+=' --limit --format' ;;
    claims) options+=' --harm --event --claimant --format' ;;
    tally) options+=' --event --method --why --harm --profile --format' ;;
    rank) options+=' --by --reason --format' ;;
    decide) options+=' --event --harm --class --side --unit --low --best --high --vouch --discount --undo --by --reason --format' ;;
    timeline) options+=' --event --harm --method --profile --format --output --force' ;;
    export) options+=' --output --format --view --people --method --profile --bom --force' ;;
    eval) options+=' --set-aside --profile --errors --curve --format' ;;
    pack) options+=' --tap --unseen' ;;
  esac
  if [[ $word == -* ]]; then
    _toll_words "$options"
    return
  fi
  case $verb:$(_toll_operands) in
    help:*) _toll_words "$verbs" ;;
    pack:0) _toll_words 'test build train common events' ;;
    events:0) _toll_cases; [[ -n $word && merge\ split\ rename\ undo\ decisions == *"$word"* ]] && _toll_words 'merge split rename undo decisions' ;;
    events:1) _toll_cases ;;
    events:2) if [[ ${COMP_WORDS[2]} != undo ]]; then _toll_of_case events; fi ;;
    events:*)
      if [[ ${COMP_WORDS[2]} == merge ]]; then _toll_of_case events; elif [[ ${COMP_WORDS[2]} == split ]]; then _toll_of_case sources; fi ;;
    init:* | add:0 | find:0 | sources:* | verify:* | migrate:* | claims:* | tally:* | timeline:* | export:* | rank:0 | decide:*) _toll_cases ;;
    find:*) ;;
    explain:1) _toll_of_case claims ;;
    *) _toll_files ;;
  esac
}
complete -F _toll toll
