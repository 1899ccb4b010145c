// Package snmptest provides SNMP agents for tests and for the demo.
//
//   - [Tree] is what an agent has: objects in order, read from recordings or made.
//   - [Agent] is a simulated agent that serves a Tree over SNMP v1, v2c and v3 and, when
//     asked to, misbehaves in each of the ways of [Faults].
//   - [StartSnmpd] runs net-snmp's real snmpd, where it is installed, with the values of a Tree.
//   - [DemoUPS] and [DemoPDU] are agents whose devices live.
//
// The package has its own encoding and its own cryptography of messages: it is an independent
// reading of the protocol, and can send what no library would.
package snmptest
