package nuttest

import "crypto/tls"

// injected is what TLSInject sends in plain text: a client that keeps it after the handshake
// believes what anybody on the way may have written.
const injected = `VAR injected ups.status "OB LB"`

// startTLS answers STARTTLS and, when all is well, changes the session over.
func (c *session) startTLS(fault Fault) next {
	switch {
	case fault == TLSRefused:
		return c.deliver(refusal("FEATURE-NOT-SUPPORTED"), fault)
	case c.secure:
		return c.deliver(refusal("ALREADY-SSL-MODE"), fault)
	case c.certificate == nil:
		return c.deliver(refusal("FEATURE-NOT-CONFIGURED"), fault)
	}
	answer := "OK STARTTLS" + c.lineEnd
	if fault == TLSInject {
		answer += injected + c.lineEnd
	}
	if c.write(answer) != nil {
		return hangUp
	}
	if fault == TLSStall {
		return c.fallSilent()
	}
	return c.handshake()
}

func (c *session) handshake() next {
	config := &tls.Config{
		Certificates: []tls.Certificate{*c.certificate},
		ClientCAs:    c.clientCAs,
		MinVersion:   tls.VersionTLS12,
	}
	if c.clientCAs != nil {
		config.ClientAuth = tls.RequireAndVerifyClientCert
	}
	conn := tls.Server(c.raw, config)
	if conn.Handshake() != nil {
		return hangUp
	}
	c.conn = conn
	c.secure = true
	c.server.mu.Lock()
	defer c.server.mu.Unlock()
	c.server.stats.Handshakes++
	return dropRest
}
