"""The same small invoice in each structured syntax: 2 x 50.00, 19 % tax, due in 30 days."""

FATTURAPA = """<?xml version="1.0" encoding="UTF-8"?>
<p:FatturaElettronica versione="FPR12"
 xmlns:p="http://ivaservizi.agenziaentrate.gov.it/docs/xsd/fatture/v1.2">
 <FatturaElettronicaHeader>
  <DatiTrasmissione><CodiceDestinatario>ABC1234</CodiceDestinatario></DatiTrasmissione>
  <CedentePrestatore><DatiAnagrafici><IdFiscaleIVA><IdPaese>IT</IdPaese>
   <IdCodice>01234567890</IdCodice></IdFiscaleIVA>
   <Anagrafica><Denominazione>Cartiera del Nord S.r.l.</Denominazione></Anagrafica>
  </DatiAnagrafici></CedentePrestatore>
  <CessionarioCommittente><DatiAnagrafici><Anagrafica><Nome>Ada</Nome><Cognome>Neri</Cognome>
   </Anagrafica></DatiAnagrafici></CessionarioCommittente>
 </FatturaElettronicaHeader>
 {body}
</p:FatturaElettronica>"""
BODY = """<FatturaElettronicaBody>
  <DatiGenerali><DatiGeneraliDocumento><TipoDocumento>{kind}</TipoDocumento><Divisa>EUR</Divisa>
   <Data>2026-03-25</Data><Numero>FT-881</Numero></DatiGeneraliDocumento>
   <DatiOrdineAcquisto><IdDocumento>PO-7</IdDocumento></DatiOrdineAcquisto></DatiGenerali>
  <DatiBeniServizi><DettaglioLinee><NumeroLinea>1</NumeroLinea><Descrizione>Carta</Descrizione>
    <Quantita>2.00</Quantita><PrezzoUnitario>50.00</PrezzoUnitario>
    <PrezzoTotale>100.00</PrezzoTotale><AliquotaIVA>19.00</AliquotaIVA></DettaglioLinee>
   <DatiRiepilogo><AliquotaIVA>19.00</AliquotaIVA><ImponibileImporto>100.00</ImponibileImporto>
    <Imposta>19.00</Imposta></DatiRiepilogo></DatiBeniServizi>
  <DatiPagamento><DettaglioPagamento><DataScadenzaPagamento>2026-04-24</DataScadenzaPagamento>
   <IBAN>IT60X0542811101000000123456</IBAN></DettaglioPagamento></DatiPagamento>
 </FatturaElettronicaBody>"""

CXML = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE cXML SYSTEM "http://xml.cxml.org/schemas/cXML/1.2.050/InvoiceDetail.dtd">
<cXML payloadID="1@example" timestamp="2026-03-25T10:00:00-07:00"><Header/><Request>
 <InvoiceDetailRequest><InvoiceDetailRequestHeader invoiceID="FT-881" purpose="{purpose}"
   {date}="2026-03-25T00:00:00-07:00">
  <InvoiceDetailHeaderIndicator/><InvoiceDetailLineIndicator/>
  <InvoicePartner><Contact role="remitTo"><Name xml:lang="en">Northgate Paper Ltd</Name></Contact>
   <IdReference domain="vatID" identifier="GB123456789"/></InvoicePartner>
  <InvoicePartner><Contact role="billTo"><Name>Harbour Foods Ltd</Name></Contact></InvoicePartner>
  <PaymentTerm {term}="10"><Discount><DiscountPercent percent="2"/></Discount></PaymentTerm>
  <PaymentTerm {term}="30"/></InvoiceDetailRequestHeader>
 <InvoiceDetailOrder><InvoiceDetailOrderInfo>{order}</InvoiceDetailOrderInfo>
  <InvoiceDetailItem invoiceLineNumber="1" quantity="2"><UnitOfMeasure>EA</UnitOfMeasure>
   <UnitPrice><Money currency="EUR">45.00</Money></UnitPrice>
   <InvoiceDetailItemReference lineNumber="1"><Description>Paper</Description>
   </InvoiceDetailItemReference><SubtotalAmount><Money currency="EUR">90.00</Money>
   </SubtotalAmount></InvoiceDetailItem></InvoiceDetailOrder>
 <InvoiceDetailSummary><SubtotalAmount><Money currency="EUR">90.00</Money></SubtotalAmount>
  <Tax><Money currency="EUR">19.00</Money><Description>VAT</Description></Tax>
  <ShippingAmount><Money currency="EUR">10.00</Money></ShippingAmount>
  <GrossAmount><Money currency="EUR"/></GrossAmount>
  <NetAmount><Money currency="EUR">119.00</Money></NetAmount>
  <DueAmount><Money currency="EUR">119.00</Money></DueAmount></InvoiceDetailSummary>
 </InvoiceDetailRequest></Request></cXML>"""

PIDX = """<?xml version="1.0"?>
<pidx:Invoice xmlns:pidx="{space}" pidx:transactionPurposeIndicator="Original" pidx:version="1.0">
 <pidx:InvoiceProperties><pidx:InvoiceNumber>FT-881</pidx:InvoiceNumber>
  <pidx:InvoiceDate>2026-03-25</pidx:InvoiceDate>
  <pidx:PartnerInformation partnerRoleIndicator="Seller">
   <pidx:PartnerName>Northgate Paper Ltd</pidx:PartnerName></pidx:PartnerInformation>
  <pidx:PartnerInformation partnerRoleIndicator="BillTo">
   <pidx:PartnerName>Harbour Foods Ltd</pidx:PartnerName></pidx:PartnerInformation>
  <pidx:PurchaseOrderInformation><pidx:PurchaseOrderNumber>PO-7</pidx:PurchaseOrderNumber>
  </pidx:PurchaseOrderInformation>
  <pidx:PrimaryCurrency><pidx:CurrencyCode>EUR</pidx:CurrencyCode></pidx:PrimaryCurrency>
 </pidx:InvoiceProperties>
 <pidx:InvoiceDetails><pidx:InvoiceLineItem><pidx:LineItemNumber>1</pidx:LineItemNumber>
  <pidx:InvoiceQuantity><pidx:Quantity>2</pidx:Quantity>
   <pidx:UnitOfMeasureCode>EA</pidx:UnitOfMeasureCode></pidx:InvoiceQuantity>
  <pidx:LineItemInformation><pidx:LineItemDescription>Paper</pidx:LineItemDescription>
  </pidx:LineItemInformation><pidx:Pricing><pidx:UnitPrice>
   <pidx:MonetaryAmount>50.00</pidx:MonetaryAmount></pidx:UnitPrice></pidx:Pricing>
 </pidx:InvoiceLineItem></pidx:InvoiceDetails>
 <pidx:InvoiceSummary><pidx:InvoiceTotal><pidx:MonetaryAmount>119.00</pidx:MonetaryAmount>
  </pidx:InvoiceTotal><pidx:Tax><pidx:TaxAmount><pidx:MonetaryAmount>19.00</pidx:MonetaryAmount>
  </pidx:TaxAmount></pidx:Tax></pidx:InvoiceSummary></pidx:Invoice>"""

EDIFACT = """UNA:+.? '
UNB+UNOC:3+SENDER+RECEIVER+260325:1200+1'
UNH+1+INVOIC:D:96A:UN:EAN008'
BGM+{kind}+FT-881+9'
DTM+137:20260325:102'
RFF+ON:PO-7'
NAD+SU+4012345000009::9++Müller ?+ Söhne?'s Papier+Kai 1+Kiel++24103+DE'
RFF+VA:DE123456789'
NAD+BY+4098765000001::9++Hafenkost AG'
CUX+2:EUR:4'
PAT+1++5:3:D:30'
DTM+13:20260424:102'
LIN+1++4000862141404:EN'
IMD+F++:::Papier'
QTY+47:2:PCE'
MOA+203:100.00'
PRI+AAA:50.00'
TAX+7+VAT+++:::19'
UNS+S'
MOA+77:119.00'
MOA+79:100.00'
MOA+124:19.00'
MOA+125:100.00'
TAX+7+VAT+++:::19+S'
MOA+124:19.00'
MOA+125:100.00'
UNT+24+1'
UNZ+1+1'
"""

X12 = (
    "ISA*00*          *00*          *ZZ*SENDER         *ZZ*RECEIVER       *260325*1200*U*00401"
    "*000000905*0*P*>{end}"
    "GS*IN*SENDER*RECEIVER*20260325*1200*905*X*004010{end}"
    "ST*810*0001{end}"
    "BIG*20260325*FT-881*20260301*PO-7***{kind}{end}"
    "CUR*SE*EUR{end}"
    "N1*SE*Northgate Paper Ltd*92*77{end}"
    "N1*BT*Harbour Foods Ltd*92*12{end}"
    "ITD*01*3*****30{end}"
    "IT1*1*2*EA*45.00**VP*SKU1{end}"
    "PID*F****Paper{end}"
    "TDS*11900{end}"
    "TXI*VA*19.00*19{end}"
    "SAC*C*D240***1000{end}"
    "CTT*1{end}SE*12*0001{end}GE*1*905{end}IEA*1*000000905{end}"
)


def fatturapa(kind: str = "TD01", bodies: int = 1) -> bytes:
    return FATTURAPA.format(body=BODY.format(kind=kind) * bodies).encode()


def cxml(purpose: str = "standard", *, ariba: bool = False) -> bytes:
    named = '<OrderReference orderID="PO-7"/>'
    by_payload = '<OrderReference><DocumentReference payloadID="PO-7"/></OrderReference>'
    return CXML.format(
        purpose=purpose,
        date="invoiceDate" if ariba else "InvoiceDate",
        term="payInNumberOfDays" if ariba else "payInNumberofDays",
        order=named if ariba else by_payload,
    ).encode()


def pidx(version: str = "http://www.pidx.org/schemas/v1.61") -> bytes:
    return PIDX.format(space=version).encode()


def edifact(kind: str = "380") -> bytes:
    return EDIFACT.format(kind=kind).encode()


def x12(kind: str = "DI", end: str = "~\n") -> bytes:
    return X12.format(kind=kind, end=end).encode()
