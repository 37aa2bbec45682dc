#!/usr/bin/env bash
# A project in which things were published and moved since: moved-site.sh FOLDER before|after
set -euo pipefail
rules="$1/rules"
rm -rf "$rules"
mkdir -p "$rules/old" "$rules/new"
printf '[links]\ngone = { "clock.late" = "Nobody has clocks any more.", "clock.no-time" = "Nobody has clocks any more.", "clock.spring" = "Nobody has clocks any more.", "clock.wind" = "Nobody has clocks any more.", "clock.call" = "Nobody has clocks any more." }\n' > "$1/kbc.toml"

# What an item was called before, where it was called otherwise.
was() { [ -z "${1:-}" ] || echo "moved-from $1 ;"; }
lamp() {
  cat << RULES
guide $1 "The lamp is dark" { $(was "${6:-}") symptoms no-light ; otherwise ask }
symptom no-light "There is no light" { $(was "${7:-}") impact "It is dark." }
cause bulb "The bulb is broken" { $(was "${8:-}") likelihood common ; shows no-light always }
cause $2 "The plug is out" { $(was "${4:-}") likelihood rare ; shows no-light usually }
remedy $3 "Change the bulb" { $(was "${5:-}") fixes bulb usually ; steps { step "Change it." } }
remedy plug-in "Plug it in" { $(was "${9:-}") fixes $2 usually ; steps { step "Plug it in." } }
escalation ask "Ask" { $(was "${10:-}") collect "the lamp" }
RULES
}
radio() {
  cat << RULES
guide radio "The radio is silent" { symptoms no-voice ; otherwise wait }
symptom no-voice "There is no voice" { impact "It is silent." }
cause loose "Something is loose" { likelihood common ; shows no-voice always }
$2
remedy $1 "Tap it" { $(was "${3:-}") fixes loose usually ; steps { step "Tap it." } }
escalation wait "Wait" { collect "the radio" }
RULES
}
if [ "$2" = before ]; then
  lamp lamp plug-out change-bulb > "$rules/old/lamp.rules"
  radio shake 'cause plug "The plug of the radio is out" { likelihood rare ; shows no-voice usually }' > "$rules/radio.rules"
  cat > "$rules/clock.rules" << RULES
guide late "The clock is late" { symptoms no-time ; otherwise call }
symptom no-time "There is no time" { impact "It is late." }
cause spring "The spring is out" { likelihood common ; shows no-time always }
remedy wind "Wind it" { fixes spring usually ; steps { step "Wind it." } }
escalation call "Call" { collect "the clock" }
RULES
else
  lamp light plug-out new-bulb "old.lamp.plug-out, radio.plug" old.lamp.change-bulb old.lamp.lamp old.lamp.no-light old.lamp.bulb old.lamp.plug-in old.lamp.ask > "$rules/new/light.rules"
  radio tap "" shake > "$rules/radio.rules"
fi
rmdir "$rules/old" "$rules/new" 2> /dev/null || true
