// Package snmp reads power devices over SNMP v1, v2c and v3 as snapshots in the
// vocabulary of package power.
//
// A [Client] asks an agent, checks every answer and adapts to what the agent can
// bear. A [Module] says where the values of one kind of device live. A [Reader]
// finds out which modules apply to an agent and which instances it has, remembers
// both, and afterwards asks only for the values. A [Source] makes snapshots of what
// was read.
package snmp
