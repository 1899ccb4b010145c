package snmp_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/argus-power/argus/power"
	"github.com/argus-power/argus/snmp"
)

// saying is what a word of an enumeration means for quantities, whoever's word it is.
// The first that matches both counts. A want of "" is what is left out; states are
// those that must be among what a status row tells, "!" those that must not.
type saying struct {
	quantity, word *regexp.Regexp
	want           string
}

func say(quantity, word, want string) saying {
	return saying{regexp.MustCompile(quantity), regexp.MustCompile(word), want}
}

// sayings are words in lower case. They are held against maps that were written device
// by device; what they do not know is taken on trust.
var sayings = []saying{
	say(`_line_info$`, `1.*2.*3|^singlephase$|unknown|not-specified`, ""),
	say(`_line_info$`, `1.*2`, "L1-L2"),
	say(`_line_info$`, `2.*3`, "L2-L3"),
	say(`_line_info$`, `3.*1`, "L3-L1"),
	say(`_line_info$`, `1`, "L1"),
	say(`_line_info$`, `2`, "L2"),
	say(`_line_info$`, `3`, "L3"),

	say(`^input_phases$`, `^single`, "1"),
	say(`^input_phases$`, `^(split|two)`, "2"),
	say(`^input_phases$`, `^three`, "3"),
	say(`^input_selected$`, `source(a|1)$`, "1"),
	say(`^input_selected$`, `source(b|2)$`, "2"),
	say(`^input_selected$`, `.`, "none"),
	say(`^inputs_redundant$`, `^(atsfullyredundant|inputsourceab)$`, "1"),
	say(`^inputs_redundant$`, `.`, "0"),
	say(`^inputs_synchronized$`, `^insync$`, "1"),
	say(`^inputs_synchronized$`, `^outofsync$`, "0"),
	say(`^input_good$`, `^(normal.*|ok|good|inputgood|marginal.*|deratedrange)$`, "1"),
	say(`^input_good$`, `fail|bad$|blackout|missing|voltage$|outofrange|nok$`, "0"),

	say(`^battery_charger$`, `discharging$`, "discharging"),
	say(`^battery_charger$`, `^notcharging|resting$`, "resting"),
	say(`^battery_charger$`, `float`, "floating"),
	say(`^battery_charger$`, `charging$`, "charging"),
	say(`^battery_charger$`, `disconnected|notconnected|off$`, "disabled"),
	say(`^battery_connected$`, `^notpresent$`, "?"), // a breaker that is not there
	say(`^battery_connected$`, `^(not|no).|^batterynot|disconnected|^open$`, "0"),
	say(`^battery_connected$`, `closed|charging$|^battery`, "1"),
	say(`^beeper$`, `^(enabled|disabled|muted)$`, "="),

	say(`^test_result$`, `^unknown$`, "unknown"),
	say(`^test_result$`, `warning$`, "warning"),
	say(`^test_result$`, `pass|success|^ok$`, "passed"),
	say(`^test_result$`, `fail|error$|bad|invalid`, "failed"),
	say(`^test_result$`, `progress`, "in_progress"),
	say(`^test_result$`, `^(aborted|inhibited)$`, "aborted"),
	say(`^test_result$`, `^(no|scheduled|testscheduled)`, "none"),
	say(`^test_interval_seconds$`, `^weekly`, "604800"),
	say(`^test_interval_seconds$`, `^biweekly`, "1209600"),
	say(`^test_interval_seconds$`, `^four`, "2419200"),
	say(`^test_interval_seconds$`, `^eight`, "4838400"),
	say(`^test_interval_seconds$`, `^twelve`, "7257600"),
	say(`^test_interval_seconds$`, `^twentysix`, "15724800"),
	say(`^test_interval_seconds$`, `^fiftytwo`, "31449600"),

	say(`^sensor_connected$`, `lost$|^bad$|^offline$|^nocomm$`, "0"),
	say(`^sensor_connected$`, `^connected$|ok$|established|^online$|^found$|^normal$`, "1"),
	say(
		`_(on|alarm|closed|active|connected|ok|good|switchable)$`,
		`^(unknown|reserved|null|undefined|unavailable|reading|settle|purged|notfound|readerror|`+
			`not-specified|notsupported|notapplicable|notinstalled|nostatus|.*notpresent|.*notapplicable)$`, "",
	),
	say(`^outlet_on$`, `pendingon$|onwithdelay$|^off2on$|^off-pending`, "0"),
	say(`^outlet_on$`, `pendingoff$|offwithdelay$|^on2off$|rebootwithdelay$`, "1"),
	say(`^(outlet_on|branch_closed)$`, `wait$|error$|fuse$`, "?"),
	say(`^(outlet_on|branch_closed)$`, `(off|open|opened|tripped|blown)$|cycling|outletreboot$`, "0"),
	say(`^(outlet_on|branch_closed)$`, `(on|closed)$`, "1"),
	say(`^outlet_switchable$`, `^true$`, "1"),
	say(`^outlet_switchable$`, `^false$`, "0"),
	say(`^module_ok$`, `^not.*charging$|ok$|^normal$|^good$|charging$`, "1"),
	say(`^module_ok$`, `fail|^alarm$|fault`, "0"),
	say(`_alarm$`, `^(no|lost|nvmfail|pwrerror|profileerror|conflict|disabled|off|on|open|closed|sensorerror).*$`, "?"),
	say(`_alarm$`, `^(overload|voltagerange)(warning|critical)$`, "?"), // of the load, or of the voltage
	say(`_alarm$`, `(^|[^b])normal$|^good$|^info$`, "0"),
	say(`_alarm$`, `low|high|over|near|above|below|under|upper|alarm$|warning$|critical$|failure$|abnormal`, "1"),
	say(`^sensor_active$`, `^(normal|memnormal|uionormal|contactnormal|nosmoke|notdetected|inactive|nofault)$`, "0"),
	say(`^sensor_active$`, `^(active|alarm|alarmed|detected|smokedetected|fault|contactabnormal)$`, "1"),

	say(`^status$`, `standby$`, "!bypass"),
	say(`^status$`, `bypass$`, "bypass"),
	say(`^status$`, `^(on)?battery$|^backup$|^batteryeco$|onbatterytest`, "on_battery"),
	say(`^status$`, `^(batterylow|low|batterydepleted|depleted)$`, "low_battery"),
	say(`^status$`, `^(online|normalmode|oninverter|inverter|lineinteractive)$`, "online"),
	say(`^status$`, `eco$|ecomode|econversion|efficiency|essmode|economy|powersaving`, "eco"),
	say(`^status$`, `^(on|onsmart)?boost(er|ing)?$`, "boost"),
	say(`^status$`, `^reduc|buck$|smarttrim$`, "trim"),
	say(`^status$`, `^no`, "!overload"),
	say(`^status$`, `near|warning`, "!overload"),
	say(`^status$`, `overload(critical)?$|^overcurrentalarm$|^atsovercurrent$`, "overload"),
	say(`^status$`, `^over(heat|temp)$`, "overheating"),
	say(`^status$`, `^(replace|batteryneedsreplacing|batteryfailure)$`, "replace_battery"),
	say(`^status$`, `^(abm|battery|equalized)?charging$`, "charging"),
	say(`^status$`, `^batterydischarging$|^abmdischarging$`, "discharging"),
	say(`^status$`, `^(test)?inprogress$|^selftest$|^testing$|spotmode$`, "testing"),
	say(`^status$`, `^(upsoff|sleeping.*|timedsleeping|onsleep)$`, "off"),
	say(`^status$`, `^(critical|criticalalarm|fault|failed|degraded|internalfailure)$`, "?"),
}

// TestEnumerations holds the maps of all modules to the words of the facts'
// enumerations: a 1 that the facts call off must not be read as on.
func TestEnumerations(t *testing.T) {
	facts := readFacts(t)
	rows := map[string][]snmp.MapOf{}
	for _, m := range singles(builtin(t)) {
		for _, row := range m.Maps() {
			rows[row.Column] = append(rows[row.Column], row)
		}
	}
	held := 0
	for _, m := range facts {
		for _, f := range m.Metrics {
			for value, word := range f.Enum {
				for _, row := range rows[f.OID] {
					want, known := meaningOf(row.Quantity, word)
					if !known || !row.Reads(value) {
						continue
					}
					held++
					if got := row.Of(value); !agrees(row.Quantity, got, want) {
						t.Errorf("%s %s: %s (%s) is %q for %s, want %q", m.ID, f.Object, value, word, got,
							row.Quantity.Name(), want)
					}
				}
			}
		}
	}
	t.Logf("%d meanings agree with the words of the facts", held)
}

// meaningOf says what a word means for a quantity, if it is known.
func meaningOf(q power.Quantity, word string) (string, bool) {
	word = strings.ToLower(word)
	for _, s := range sayings {
		if s.quantity.MatchString(q.Name()) && s.word.MatchString(word) {
			if s.want == "=" {
				return word, true
			}
			return s.want, s.want != "?"
		}
	}
	return "", false
}

func agrees(q power.Quantity, got, want string) bool {
	if q != power.StatusSet {
		return got == want
	}
	not, denied := strings.CutPrefix(want, "!")
	return slices.Contains(strings.Fields(got), not) != denied
}
