package snmp

import (
	"context"
	"net"
	"sync"
	"time"
)

// Version is a version of SNMP.
type Version uint8

// The versions, the default first.
const (
	V2c Version = iota
	V1
	V3
)

// Options say how an agent is asked. The zero value means v2c with the community
// "public" and the defaults below.
type Options struct {
	Version   Version
	Community string    // v1 and v2c; at most 127 bytes
	Security  *Security // v3
	Context   string    // v3: the contextName

	// RequestTimeout is how long one try waits for its answer; Retries is how
	// many more tries follow. All of them fit inside the deadline of the context.
	RequestTimeout time.Duration
	Retries        int  // -1 means none, 0 the default
	MaxVarbinds    int  // variables in one request
	MaxRepetitions int  // rows in one answer to GETBULK
	AnySource      bool // accept answers from any address, as some clusters give them

	// DialContext opens the socket; nil means a plain net.Dialer.
	DialContext func(ctx context.Context, network, address string) (net.Conn, error)

	buffers *sync.Pool // where sources share what they receive into; may be nil
	most    int        // bytes of all answers in a conversation; 0 means maxConversation
}

// Security is a user of SNMPv3's user-based security model (RFC 3414).
type Security struct {
	User         string
	AuthProtocol string // "", MD5, SHA, SHA224, SHA256, SHA384, SHA512
	AuthPassword string
	PrivProtocol string // "", DES, AES, AES192, AES256, AES192C, AES256C
	PrivPassword string
}

// Defaults of Options.
const (
	DefaultCommunity      = "public"
	DefaultRequestTimeout = 2 * time.Second
	DefaultRetries        = 2
	DefaultMaxVarbinds    = 60
	DefaultMaxRepetitions = 25
)
