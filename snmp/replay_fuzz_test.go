package snmp_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/argus-power/argus/power"
	"github.com/argus-power/argus/snmp"
)

// FuzzReplay holds that no file which argus replay is given breaks the reading of it: what is made of it is what a
// device can mean, and labels that an exposition can hold. It is an agent without a network, too.
func FuzzReplay(f *testing.F) {
	const ups = "1.3.6.1.2.1.33.1."
	for _, text := range []string{
		"1.3.6.1.2.1.1.2.0|6|1.3.6.1.2.1.33\n1.3.6.1.2.1.1.3.0|67|100\n" + ups + "1.1.0|4|Maker\n" + ups + "2.1.0|2|2\n" +
			ups + "2.4.0|2|94\n" + ups + "4.1.0|2|3\n" + ups + "4.3.0|2|1\n" + ups + "4.4.1.2.1|2|230\n" + ups + "4.4.1.5.1|2|40\n",
		ups + "3.2.0|2|3\n" + ups + "3.3.1.3.1|2|-230\n" + ups + "3.3.1.3.2|4x|ff\n" + ups + "6.1.0|66|2\n" +
			ups + "6.2.1.2.1|6|" + ups + "6.3.3\n" + ups + "4.4.1.2.0|2|2147483648\n" + ups + "4.4.1.2.1.1|5|\n",
		"1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.318.1.3.4.5\n1.3.6.1.4.1.318.1.1.26.4.1.1.1|2|1\n1.3.6.1.4.1.318.1.1.26.9.4.3.1.7.2|2|x\n",
		"1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.318.1.3.2.11\n1.3.6.1.4.1.318.1.1.1.2.2.1.0|2|100\n1.3.6.1.4.1.318.1.1.1.11.1.1.0|4|000100\n",
		"1.3.6.1.2.1.1.2.0|6|1.3.6.1.4.1.534.1\n1.3.6.1.4.1.534.1.2.1.0|2|86400\n1.3.6.1.4.1.534.1.4.4.1.2.1|2|120\n",
	} {
		f.Add(text, text)
	}
	set := setOf(f, builtin(f), "snmp")
	f.Fuzz(func(t *testing.T, first, second string) {
		now := noon
		source := snmp.Source{Address: "recording", Set: set, Now: func() time.Time { return now }}
		for _, text := range []string{first, second} { // the plan for the one meets the other
			r, err := snmp.ReadRecording(strings.NewReader(text))
			if err != nil || len(r) > 300 {
				return
			}
			source.Recording, now = r, now.Add(15*time.Minute)
			list, err := source.Read(t.Context())
			if err != nil && slices.Contains([]power.Reason{"", power.OtherReason}, power.ReasonOf(err)) {
				t.Fatalf("an error without a reason: %v", err)
			}
			for _, s := range list {
				checkSnapshot(t, s)
			}
		}
	})
}
