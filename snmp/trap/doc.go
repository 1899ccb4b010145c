// Package trap receives SNMP notifications: traps of v1, v2c and v3, and informs, which it answers.
//
//   - [Listen] opens a socket and gives a [Notice] for each notification that may be believed.
//   - A Notice is a hint. What a device really does its next read tells: [Settle] compares the two
//     and returns what only the notice told of.
//   - [Pending] keeps the notices that no read has settled yet.
//
// A notification comes from the network, unasked, and with v1 and v2c anyone who can forge a sender can
// make one. Therefore everything is bounded: the octets, the rate of each sender, the queue, what is
// remembered; and nothing of it becomes a measured value.
//
// The reader of messages is stricter than that of package snmp: an agent that answers half is
// still worth listening to, a notification that is half readable is not.
package trap
