// Package power is the vocabulary that every part of Argus speaks: what can be
// measured on a power device, in which unit and under which name.
//
// A [Source] reads devices and returns one [Snapshot] each. A snapshot holds
// what the device is ([Info]), how it is ([Status]) and what was measured
// ([Reading] values of catalogued [Quantity] values). The same UPS read over
// NUT or over any vendor's MIB yields the same quantities, so that one set of
// rules and dashboards serves them all.
//
// Three rules keep the numbers honest, and [Builder] enforces them in one
// place. A reading exists or it does not: nothing is zero-filled. Values that
// are no numbers, that mean "unknown", or that are physically absurd are
// dropped and listed with the reason. The first reading for a quantity and
// place wins, which makes the order of a module's rows its order of preference.
//
// The package imports the standard library only.
package power
