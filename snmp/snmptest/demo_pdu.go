package snmptest

import (
	"fmt"
	"strconv"
	"time"
)

const (
	apcMIB   = "1.3.6.1.4.1.318"
	rPDU2MIB = apcMIB + ".1.1.26"
)

// The PDU of the demo: 32 A, two banks of twelve outlets.
const (
	pduOutlets = 24
	pduBanks   = 2
	pduAmperes = 32.0
	pduBreaker = 16.0
	pduName    = "demo-pdu"
)

// DemoPDU is an agent with a switched and metered rack PDU of 24 outlets, as APC's rPDU2.
func DemoPDU(seed uint64) *Demo { return newDemo(demoPDU{motion(seed)}.at) }

type demoPDU struct{ motion }

func (p demoPDU) at(t time.Duration) *Tree {
	tree := &Tree{}
	system(tree, "APC Web/SNMP Management Card, simulated by Argus", apcMIB+".1.3.4.6", pduName,
		"Rack 7, left")
	o := objects{tree, rPDU2MIB}
	volts := float64(int(230 + 2*p.motion.at(t, 100, 90*time.Second)))
	p.fixed(o)
	var all load
	var banks [pduBanks]load
	for n := 1; n <= pduOutlets; n++ {
		one := p.outlet(o, t, n, volts)
		all.add(one)
		banks[bankOf(n)-1].add(one)
	}
	for i, bank := range banks {
		p.bank(o, i+1, bank.amperes)
	}
	p.phase(o, all, volts)
	p.device(o, t, all)
	return tree
}

// load is what flows; the currents are taken for in phase.
type load struct{ amperes, watts, usual float64 }

func (l *load) add(m load) {
	l.amperes += m.amperes
	l.watts += m.watts
	l.usual += m.usual
}

func bankOf(outlet int) int { return (outlet-1)*pduBanks/pduOutlets + 1 }

func (p demoPDU) fixed(o objects) {
	o.numbers("", map[string]float64{
		"1.0": 1, "3.0": 1, "5.0": 1, "7.0": pduBanks, "9.1.0": pduOutlets, "9.3.0": pduOutlets,
		"2.1.1.1": 1, "2.1.2.1": 1,
	})
	o.texts(".1", map[string]string{
		"2.1.3": pduName, "2.1.4": "Rack 7, left", "2.1.5": "01", "2.1.6": "6.9.9",
		"2.1.7": "02/03/2024", "2.1.8": "DEMO24", "2.1.9": "SIM-PDU-0024", "2.1.10": "Argus",
		"4.1.1.3": pduName, "4.2.1.3": pduName, "4.3.1.3": pduName,
	})
	o.numbers(".1", map[string]float64{
		"4.1.1.1": 1, "4.1.1.2": 1, "4.1.1.8": 58, "4.1.1.9": 72, // hundreds of watts
		"4.2.1.1": 1, "4.2.1.2": 1, "4.2.1.4": pduOutlets, "4.2.1.5": pduOutlets,
		"4.2.1.6": pduOutlets, "4.2.1.7": 1, "4.2.1.8": pduBanks, "4.2.1.9": pduAmperes,
		"4.2.1.12": pduAmperes, "4.2.1.13": 73,
		"6.1.1.1": 1, "6.1.1.2": 1, "6.1.1.3": 1, "6.1.1.6": 26, "6.1.1.7": pduAmperes,
	})
}

// outletName and outletWatts say what hangs on an outlet; nothing draws from every eighth, which is
// switched off.
func outletName(n int) string {
	switch {
	case n%8 == 0:
		return fmt.Sprintf("Outlet %d", n)
	case n%6 == 0:
		return fmt.Sprintf("switch-%d", n/6)
	}
	return fmt.Sprintf("node-%02d", n)
}

func outletWatts(n int) float64 {
	switch {
	case n%8 == 0:
		return 0
	case n%6 == 0:
		return 90
	}
	return 140 + float64(n*37%120)
}

func (p demoPDU) outlet(o objects, t time.Duration, n int, volts float64) load {
	const off, on = 1, 2
	usual := outletWatts(n)
	watts := usual * (1 + 0.2*p.motion.at(t, n, time.Duration(50+11*n)*time.Second))
	amperes := watts / volts / 0.96
	state := on
	if usual == 0 {
		state = off
	}
	behind := "." + strconv.Itoa(n)
	o.texts(behind, map[string]string{
		"9.2.1.1.3": outletName(n), "9.2.2.1.3": outletName(n), "9.2.3.1.3": outletName(n),
		"9.4.2.1.3": outletName(n), "9.4.3.1.3": outletName(n), "9.4.3.1.12": "C13",
	})
	number, bank := float64(n), float64(bankOf(n))
	o.numbers(behind, map[string]float64{
		"9.2.1.1.1": number, "9.2.1.1.2": 1, "9.2.1.1.4": number,
		"9.2.2.1.1": number, "9.2.2.1.2": 1, "9.2.2.1.4": number, "9.2.2.1.5": 1, "9.2.2.1.6": bank,
		"9.2.3.1.1": number, "9.2.3.1.2": 1, "9.2.3.1.4": number, "9.2.3.1.5": float64(state),
		"9.2.3.1.6": 2, // no command pending
		"9.4.2.1.1": number, "9.4.2.1.2": 1, "9.4.2.1.4": number, "9.4.2.1.6": 2300, "9.4.2.1.7": bank,
		"9.4.3.1.1": number, "9.4.3.1.2": 1, "9.4.3.1.4": number, "9.4.3.1.5": 2,
		"9.4.3.1.6": amperes * 10, "9.4.3.1.7": watts, "9.4.3.1.8": usual * 1.3,
		"9.4.3.1.11": tenthsOfKWh(1000*usual/200, usual, t),
	})
	return load{amperes, watts, usual}
}

// tenthsOfKWh is a meter that counts the usual load since the beginning.
func tenthsOfKWh(begun, watts float64, t time.Duration) float64 {
	return float64(int(begun + watts*t.Hours()/100))
}

func (p demoPDU) bank(o objects, n int, amperes float64) {
	o.numbers("."+strconv.Itoa(n), map[string]float64{
		"8.1.1.1": float64(n), "8.1.1.2": 1, "8.1.1.3": float64(n), "8.1.1.6": 13, "8.1.1.7": pduBreaker,
		"8.2.1.1": float64(n), "8.2.1.2": 1, "8.2.1.3": float64(n), "8.2.1.4": 1, "8.2.1.5": pduBreaker,
		"8.3.1.1": float64(n), "8.3.1.2": 1, "8.3.1.3": float64(n),
		"8.3.1.4": float64(loadState(amperes, 13, pduBreaker)), "8.3.1.5": amperes * 10, "8.3.1.6": 124,
	})
}

// loadState is normal, nearOverload or overload.
func loadState(amperes, near, over float64) int {
	switch {
	case amperes > over:
		return 4
	case amperes > near:
		return 3
	}
	return 2
}

func (p demoPDU) phase(o objects, all load, volts float64) {
	o.numbers(".1", map[string]float64{
		"6.3.1.1": 1, "6.3.1.2": 1, "6.3.1.3": 1,
		"6.3.1.4": float64(loadState(all.amperes, 26, pduAmperes)),
		"6.3.1.5": all.amperes * 10, "6.3.1.6": volts, "6.3.1.7": all.watts / 10,
		"6.3.1.8": all.amperes * volts / 10, "6.3.1.9": 96, "6.3.1.10": 231,
		"13.1.1.1": 1, "13.1.1.2": 1, "13.1.1.3": -1, "13.1.1.4": -1, "13.1.1.5": -1,
	})
}

func (p demoPDU) device(o objects, t time.Duration, all load) {
	o.texts(".1", map[string]string{
		"4.3.1.7": "02/03/2024 04:05:06", "4.3.1.8": "02/03/2024 04:05:06",
		"4.3.1.10": "02/03/2024 04:05:06", "4.3.1.15": "02/03/2024 04:05:06",
	})
	o.numbers(".1", map[string]float64{
		"4.3.1.1": 1, "4.3.1.2": 1, "4.3.1.4": float64(loadState(all.amperes, 26, pduAmperes)),
		"4.3.1.5": all.watts / 10, "4.3.1.6": all.usual * 1.3 / 10,
		"4.3.1.9": tenthsOfKWh(41234, all.usual, t), "4.3.1.11": 2, "4.3.1.12": 1, "4.3.1.13": 1,
		"4.3.1.14": 1, "4.3.1.16": all.watts / 0.96 / 10, "4.3.1.17": 96, "4.3.1.18": 1,
	})
}
