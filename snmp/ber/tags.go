package ber

// Tags of the types of SNMP (RFC 3416, section 3; RFC 2578, section 7.1).
const (
	TagInteger        = 0x02
	TagOctets         = 0x04
	TagNull           = 0x05
	TagOID            = 0x06
	TagSequence       = 0x30
	TagIPAddress      = 0x40
	TagCounter32      = 0x41
	TagGauge32        = 0x42
	TagTimeTicks      = 0x43
	TagOpaque         = 0x44
	TagCounter64      = 0x46
	TagUnsigned32     = 0x47
	TagNoSuchObject   = 0x80
	TagNoSuchInstance = 0x81
	TagEndOfMibView   = 0x82
)
