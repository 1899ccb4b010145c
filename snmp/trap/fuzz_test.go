package trap

import (
	"testing"

	"github.com/argus-power/argus/snmp"
)

// FuzzRead gives the parser any octets: it never panics, never answers more than it was asked, and believes
// no message of v3 whose user has a password, as the fuzzer does not know it.
func FuzzRead(f *testing.F) {
	ups := []bind{{"1.3.6.1.2.1.33.1.6.2.1.2.4", object("1.3.6.1.2.1.33.1.6.3.3")}}
	for _, octets := range [][]byte{
		v2c("traps", onBattery), inform, v1("traps", "1.3.6.1.4.1.318", [4]byte{1, 2, 3, 4}, 6, 5),
		v1("traps", "1.3.6.1.4.1.318", [4]byte{}, 0, 0),
		v2c("traps", notification(pduTrap, "1.3.6.1.2.1.33.2.3", ups...)),
		v2c("traps", notification(pduTrap, "1.3.6.1.4.1.1718.4.100.0.16", bind{"1.3.6.1.4.1.1718.4.1.8.3.1.1.1.2.5", 1})),
	} {
		f.Add(octets)
	}
	secret := users()
	for i := range secret {
		f.Add(card{user: secret[i], engine: cardEngine, flags: flagReportable}.send(f, onBattery))
	}
	own := newDesk().engine.id
	f.Add(card{user: secret[0], engine: own, flags: flagReportable}.send(f, notification(pduInform, "1.3.6.1.2.1.33.2.1")))
	for i := range secret { // the fuzzer knows those of the seeds, and not these
		if secret[i].AuthProtocol != "" {
			secret[i].AuthPassword = "no one has heard of it"
		}
	}
	a := Access{Communities: []string{"traps"}, Users: secret, Proxy: true}
	d := newDesk()
	f.Fuzz(func(t *testing.T, octets []byte) {
		v := d.take(octets, a, 0)
		switch {
		case len(v.answer) > len(octets)+300:
			t.Errorf("%d octets make %d", len(octets), len(v.answer))
		case v.notice == nil:
			return
		case v.notice.OID == "", !v.notice.Source.IsValid(), v.notice.Authentic,
			v.notice.Version == snmp.V3 && v.version != 2:
			t.Errorf("it is believed: %+v", v.notice)
		}
		if n := v.notice; len(n.Place) > 256 || len(n.Detail) > 256 {
			t.Errorf("too long: %+v", n)
		}
	})
}

// FuzzDecrypted gives the parser what a device that knows its password may hide: any octets.
func FuzzDecrypted(f *testing.F) {
	f.Add(onBattery)
	f.Add(notification(pduInform, "1.3.6.1.2.1.33.2.1"))
	user := users()[3]
	d, ring := newDesk(), new(keyring)
	a := access()
	f.Fuzz(func(t *testing.T, pdu []byte) {
		c := card{user: user, engine: cardEngine, boots: 1, flags: flagReportable, ring: ring}
		v := d.take(c.send(t, pdu), a, 0)
		toUs := len(pdu) > 0 && pdu[0] == pduInform
		if v.outcome == NotInTime || v.outcome == Undecrypted || v.outcome == BadAuth && !toUs {
			t.Errorf("it is authentic: %v", v.outcome)
		}
		c.engine, c.boots = d.engine.id, d.engine.boots
		d.take(c.send(t, pdu), a, 0)
	})
}
