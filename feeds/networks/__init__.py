"""E-invoice networks as destinations: cXML (Coupa, SAP Ariba), PIDX (OpenInvoice), Peppol."""
